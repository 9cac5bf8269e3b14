/** Wakes who waits for something to happen. What happens while nobody waits wakes the next one at once. */
export class WakeUp {
  #isDue = false
  #wake: (() => void) | null = null

  wake(): void {
    this.#isDue = true
    this.#wake?.()
  }

  /** Waits for a call of `wake`, or for so many milliseconds. */
  async wait(timeoutMs: number): Promise<void> {
    if (!this.#isDue)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#wake = null
    this.#isDue = false
  }
}
