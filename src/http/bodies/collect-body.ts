import type { Readable } from 'node:stream'
import { BellbuoyError, type ErrorCode, badRequest, messageOf } from '../../domain/errors.ts'
import { parseJson } from '../../domain/body/json-body.ts'
import { LARGE_BODY_BYTES, UnparsedBody } from '../../domain/body/unparsed-body.ts'
import { bodyTooLarge } from './body-too-large.ts'

const PIECE_BYTES = 1024 * 1024

export interface Collecting {
  readonly maxBytes: number
  /** 0 when the head does not say. */
  readonly declaredBytes: number
  readonly faultCode: ErrorCode
}

/**
 * Takes a body as it arrives: parsed, where that takes no time, or an `UnparsedBody`.
 *
 * @throws BellbuoyError `PAYLOAD_TOO_LARGE`, of the code for what is no JSON, or what the stream fails with
 */
export async function collectBody(
  payload: Readable,
  { maxBytes, declaredBytes, faultCode }: Collecting,
): Promise<unknown> {
  if (declaredBytes > maxBytes) throw bodyTooLarge(maxBytes)
  const pieces = new Pieces()
  await arrival(payload, (chunk) => {
    if (pieces.bytes + chunk.length > maxBytes) return bodyTooLarge(maxBytes)
    pieces.add(chunk)
    return null
  })
  const all = pieces.end()
  if (pieces.bytes > LARGE_BODY_BYTES) return new UnparsedBody(all, faultCode)
  return parseJson(Buffer.concat(all).toString(), faultCode)
}

/** Resolves at the end of a stream; rejects when it fails, and once `take` refuses a chunk: then the rest is thrown away. */
function arrival(payload: Readable, take: (chunk: Buffer) => BellbuoyError | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      const refusal = take(chunk)
      if (refusal === null) return
      payload.off('data', onData)
      reject(refusal)
    }
    payload.on('data', onData)
    payload.once('end', resolve)
    payload.once('error', (error) =>
      reject(error instanceof BellbuoyError ? error : badRequest(messageOf(error))),
    )
  })
}

/** What has come of a body. To put all of it together at its end would hold up everything else. */
class Pieces {
  readonly #full: Uint8Array<ArrayBuffer>[] = []
  #last = new Uint8Array(LARGE_BODY_BYTES)
  #filled = 0
  bytes = 0

  add(chunk: Buffer): void {
    this.bytes += chunk.length
    let from = 0
    while (from < chunk.length) {
      if (this.#filled === this.#last.length) this.#next()
      const part = chunk.subarray(from, from + this.#last.length - this.#filled)
      this.#last.set(part, this.#filled)
      this.#filled += part.length
      from += part.length
    }
  }

  end(): readonly Uint8Array<ArrayBuffer>[] {
    return [...this.#full, this.#last.subarray(0, this.#filled)]
  }

  #next(): void {
    this.#full.push(this.#last)
    this.#last = new Uint8Array(PIECE_BYTES)
    this.#filled = 0
  }
}
