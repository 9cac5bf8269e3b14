/** Holds the bytes of bodies that are read or wait for the disk within a bound. */
export class BodyRoom {
  readonly #maxBytes: number
  #takenBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Makes room for so many bytes. Null when there is none; else `free` gives it back, once or more often. */
  take(bytes: number): { readonly free: () => void } | null {
    if (this.#takenBytes > 0 && this.#takenBytes + bytes > this.#maxBytes) return null
    this.#takenBytes += bytes
    let heldBytes = bytes
    const free = (): void => {
      this.#takenBytes -= heldBytes
      heldBytes = 0
    }
    return { free }
  }
}
