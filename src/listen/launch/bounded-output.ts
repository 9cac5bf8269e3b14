const HEAD_BYTES = 32 * 1024
const TAIL_BYTES = 32 * 1024

/** Keeps the beginning and the end of what a command writes, however much that is. */
export class BoundedOutput {
  readonly #head: Buffer[] = []
  readonly #tail: Buffer[] = []
  #headBytes = 0
  #tailBytes = 0
  #totalBytes = 0

  /** How much was written so far. */
  get totalBytes(): number {
    return this.#totalBytes
  }

  add(chunk: Uint8Array): void {
    this.#totalBytes += chunk.length
    const forHead = Buffer.from(chunk.subarray(0, HEAD_BYTES - this.#headBytes))
    if (forHead.length > 0) this.#head.push(forHead)
    this.#headBytes += forHead.length
    // The last bytes of a chunk are all that its end can need; a copy lets go of the memory that it is a part of.
    const forTail = Buffer.from(chunk.subarray(forHead.length).subarray(-TAIL_BYTES))
    if (forTail.length === 0) return
    this.#tail.push(forTail)
    this.#tailBytes += forTail.length
    this.#forget()
  }

  #forget(): void {
    for (let first = this.#tail[0]; first !== undefined; first = this.#tail[0]) {
      if (this.#tailBytes - first.length < TAIL_BYTES) return
      this.#tailBytes -= first.length
      this.#tail.shift()
    }
  }

  /** As text, with a line that says how much was left out, if something was. What is not UTF-8 becomes U+FFFD. */
  text(): string {
    const head = Buffer.concat(this.#head)
    const tail = Buffer.concat(this.#tail).subarray(-TAIL_BYTES)
    const leftOut = this.#totalBytes - head.length - tail.length
    if (leftOut === 0) return new TextDecoder().decode(Buffer.concat([head, tail]))
    // A decoder that expects more keeps a character to itself of which it has only the beginning.
    const begin = new TextDecoder().decode(head, { stream: true })
    return `${begin}\n… ${leftOut} bytes were left out …\n${new TextDecoder().decode(fromCharacter(tail))}`
  }
}

/** Without the last bytes of a character whose first are missing (RFC 3629: they begin with the bits 10). */
function fromCharacter(bytes: Buffer): Buffer {
  let from = 0
  while (from < 3 && ((bytes[from] ?? 0) & 0xc0) === 0x80) from++
  return bytes.subarray(from)
}
