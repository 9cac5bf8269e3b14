/** One that waits for its turn. */
interface Waiting<Item> {
  readonly owner: string
  readonly items: Item[]
}

/** Owners with a turn that was too long that are remembered at the most. */
const MAX_KNOWN = 10_000
/** Short turns after which it is forgotten that one was too long. */
const SHORT_TURNS_TO_FORGET = 50

/**
 * Whose turn it is among owners who all want the same few places. The one that has used least goes first, so that each gets
 * the same share of the time, however much one wants and however long its turns are. Each holds one place at a time. Those
 * who had a turn that was too long share what is left of the places after one, so that a short turn never waits for long ones,
 * until they had many short ones.
 */
export class Turns<Item> {
  readonly #places: number
  readonly #waiting = new Map<string, Waiting<Item>>()
  readonly #running = new Set<string>()
  /** Those who had a turn that was too long, and the short turns after which that is forgotten. */
  readonly #tooLong = new Map<string, number>()
  /** What each owner had used when its last turn ended, in ms; one that comes anew begins with what the others have. */
  readonly #usedMs = new Map<string, number>()
  #nowMs = 0

  constructor(places: number) {
    this.#places = places
  }

  waitingOf(owner: string): number {
    return this.#waiting.get(owner)?.items.length ?? 0
  }

  add(owner: string, item: Item): void {
    this.#waiting.getOrInsertComputed(owner, () => ({ owner, items: [] })).items.push(item)
  }

  /** Begins the next turn; null when nobody may have one now. */
  take(): { readonly owner: string; readonly item: Item } | null {
    if (this.#running.size >= this.#places) return null
    const mayTakeLong =
      [...this.#running].filter((owner) => this.#tooLong.has(owner)).length < this.#places - 1
    let next: Waiting<Item> | null = null
    for (const waiting of this.#waiting.values()) {
      const { owner } = waiting
      if (this.#running.has(owner) || (!mayTakeLong && this.#tooLong.has(owner))) continue
      if (next === null || this.#startOf(owner) < this.#startOf(next.owner)) next = waiting
    }
    const item = next?.items.shift()
    if (next === null || item === undefined) return null
    const { owner } = next
    if (next.items.length === 0) this.#waiting.delete(owner)
    this.#nowMs = Math.max(this.#nowMs, this.#startOf(owner))
    this.#running.add(owner)
    return { owner, item }
  }

  /** Ends a turn. */
  end(owner: string, usedMs: number, { isTooLong }: { readonly isTooLong: boolean }): void {
    this.#usedMs.set(owner, this.#startOf(owner) + usedMs)
    this.#running.delete(owner)
    if (isTooLong) this.#rememberLong(owner)
    else this.#countShort(owner)
    if (this.#running.size === 0 && this.#waiting.size === 0) this.#usedMs.clear()
  }

  #rememberLong(owner: string): void {
    if (this.#tooLong.has(owner) || this.#tooLong.size < MAX_KNOWN)
      this.#tooLong.set(owner, SHORT_TURNS_TO_FORGET)
  }

  #countShort(owner: string): void {
    const left = (this.#tooLong.get(owner) ?? 1) - 1
    if (left === 0) this.#tooLong.delete(owner)
    else this.#tooLong.set(owner, left)
  }

  /** Takes out one that waits; false when its turn has begun, or is over. */
  remove(owner: string, item: Item): boolean {
    const waiting = this.#waiting.get(owner)
    const place = waiting?.items.indexOf(item) ?? -1
    if (waiting === undefined || place < 0) return false
    waiting.items.splice(place, 1)
    if (waiting.items.length === 0) this.#waiting.delete(owner)
    return true
  }

  /** Takes out everything that waits. */
  clear(): readonly Item[] {
    const all = [...this.#waiting.values()].flatMap(({ items }) => items)
    this.#waiting.clear()
    return all
  }

  #startOf(owner: string): number {
    return Math.max(this.#usedMs.get(owner) ?? 0, this.#nowMs)
  }
}
