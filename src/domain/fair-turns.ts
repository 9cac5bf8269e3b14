/**
 * Whose turn it is among owners that want more than others wait for. Each turn goes to the next owner, however much one of them has
 * waiting.
 */
export class FairTurns<Owner> {
  readonly #places: number
  readonly #placesOfOne: number
  /** Those that wait, by owner; the first owner is the next. */
  readonly #waiting = new Map<Owner, (() => void)[]>()
  /** The turns under way, by owner. */
  readonly #under = new Map<Owner, number>()
  #taken = 0

  /**
   * @param places turns at the same time
   * @param placesOfOne as many of them may be one owner's
   */
  constructor(places: number, placesOfOne = places) {
    this.#places = places
    this.#placesOfOne = placesOfOne
  }

  waitingOf(owner: Owner): number {
    return this.#waiting.get(owner)?.length ?? 0
  }

  /** Does some work of an owner in its turn. */
  async run<Result>(owner: Owner, work: () => Promise<Result>): Promise<Result> {
    await this.#turnOf(owner)
    try {
      return await work()
    } finally {
      this.#taken--
      this.#count(owner, -1)
      this.#next()
    }
  }

  #turnOf(owner: Owner): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.getOrInsertComputed(owner, () => []).push(resolve)
      this.#next()
    })
  }

  #next(): void {
    if (this.#taken >= this.#places) return
    const next = this.#waiting.entries().find(([owner]) => this.#underOf(owner) < this.#placesOfOne)
    if (next === undefined) return
    const [owner, turns] = next
    this.#taken++
    this.#count(owner, 1)
    turns.shift()?.()
    this.#waiting.delete(owner)
    if (turns.length > 0) this.#waiting.set(owner, turns)
  }

  #underOf(owner: Owner): number {
    return this.#under.get(owner) ?? 0
  }

  #count(owner: Owner, change: number): void {
    const under = this.#underOf(owner) + change
    if (under > 0) this.#under.set(owner, under)
    else this.#under.delete(owner)
  }
}
