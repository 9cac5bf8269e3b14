import { deserialize, serialize } from 'node:v8'
import type { Slices, Translation } from '../../domain/registry/translation.ts'

/** Slices as bytes, which go from one thread to another without a copy. */
export interface PackedSlices {
  readonly blocks: readonly Block[]
}

interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each slice ends. */
  readonly ends: readonly number[]
}

/** Blocks are small enough that a thread is rid of those that it has taken. */
const BLOCK_BYTES = 1024 * 1024

/** Packs slices as they come. */
export class SlicePacker {
  readonly #blocks: Block[] = []
  #slices: Buffer[] = []
  #bytes = 0

  add(slice: Translation): void {
    const packed = serialize(slice)
    this.#slices.push(packed)
    this.#bytes += packed.length
    if (this.#bytes >= BLOCK_BYTES) this.#endBlock()
  }

  end(): PackedSlices {
    if (this.#slices.length > 0) this.#endBlock()
    return { blocks: this.#blocks }
  }

  #endBlock(): void {
    const bytes = new Uint8Array(this.#bytes)
    const ends: number[] = []
    let at = 0
    for (const slice of this.#slices) {
      bytes.set(slice, at)
      ends.push((at += slice.length))
    }
    this.#blocks.push({ bytes, ends })
    this.#slices = []
    this.#bytes = 0
  }
}

/** What a message hands over instead of copying it. */
export function transferOf({ blocks }: PackedSlices): ArrayBuffer[] {
  return blocks.map(({ bytes }) => bytes.buffer)
}

/** Slices that are unpacked one by one, as they are taken. */
export function unpacked({ blocks }: PackedSlices): Slices {
  return {
    length: blocks.reduce((count, { ends }) => count + ends.length, 0),
    *[Symbol.iterator]() {
      for (const { bytes, ends } of blocks) {
        let from = 0
        for (const end of ends) {
          yield deserialize(bytes.subarray(from, end)) as Translation
          from = end
        }
      }
    },
  }
}
