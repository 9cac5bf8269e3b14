/** Holds the bytes of bodies that are read or wait for the disk within a bound. */
export class BodyRoom {
  readonly #maxBytes: number
  #takenBytes = 0
  #webhooks = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Webhooks that have room: they are read, or wait for the disk. */
  get webhooks(): number {
    return this.#webhooks
  }

  /** Makes room for so many bytes. Null when there is none; else `free` gives it back, once or more often. */
  take(bytes: number): { readonly free: () => void } | null {
    if (this.#takenBytes > 0 && this.#takenBytes + bytes > this.#maxBytes) return null
    this.#takenBytes += bytes
    this.#webhooks += 1
    let isHeld = true
    const free = (): void => {
      if (!isHeld) return
      isHeld = false
      this.#takenBytes -= bytes
      this.#webhooks -= 1
    }
    return { free }
  }
}
