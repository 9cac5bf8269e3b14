/**
 * Whose turn it is among sources that report more events at a time than others wait for. Each turn goes to the next source, however
 * many notifications one of them has under way.
 */
export class SliceTurns {
  readonly #places: number
  /** Those that wait, by source; the first source is the next. */
  readonly #waiting = new Map<number, (() => void)[]>()
  #taken = 0

  /** @param places turns at the same time */
  constructor(places: number) {
    this.#places = places
  }

  /** Does some work of a source in its turn. */
  async run<Result>(sourceId: number, work: () => Promise<Result>): Promise<Result> {
    await this.#turnOf(sourceId)
    try {
      return await work()
    } finally {
      this.#taken--
      this.#next()
    }
  }

  #turnOf(sourceId: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.getOrInsertComputed(sourceId, () => []).push(resolve)
      this.#next()
    })
  }

  #next(): void {
    if (this.#taken >= this.#places) return
    const [next] = this.#waiting
    if (next === undefined) return
    const [sourceId, turns] = next
    this.#taken++
    turns.shift()?.()
    this.#waiting.delete(sourceId)
    if (turns.length > 0) this.#waiting.set(sourceId, turns)
  }
}
