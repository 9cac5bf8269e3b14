import type { Tries } from '../domain/people/login-tries.ts'

/** A try that is counted, and what was known before it. */
export interface CountedTry {
  readonly key: string
  readonly lastMs: number
  readonly lastBeforeMs: number | undefined
}

const FIRST_WAIT_MS = 1000
const MAX_WAIT_MS = 15 * 60_000
const MAX_REMEMBERED = 10_000

/** Counts tries by a key, and says how long the next one waits. A quarter of an hour after its last wait a key is forgotten. */
export class RecentTries {
  readonly #tries: Map<string, Tries>
  readonly #free: number
  readonly #now: () => number

  /**
   * @param free tries before the first wait
   * @param tries where they are counted
   */
  constructor(free: number, now: () => number, tries = new Map<string, Tries>()) {
    this.#free = free
    this.#now = now
    this.#tries = tries
  }

  of(key: string): Tries | undefined {
    const known = this.#tries.get(key)
    if (known === undefined) return undefined
    return known.lastMs + this.#waitMs(known) + MAX_WAIT_MS > this.#now() ? known : undefined
  }

  /** How long the next try waits after the last one. */
  waitMs(key: string): number {
    const known = this.of(key)
    return known === undefined ? 0 : this.#waitMs(known)
  }

  waitsUntilMs(key: string): number {
    const known = this.of(key)
    return known === undefined ? 0 : known.lastMs + this.#waitMs(known)
  }

  /** Counts one more. */
  count(key: string): CountedTry {
    const before = this.of(key)
    const lastMs = this.#now()
    // The most recent one is dropped last.
    this.#tries.delete(key)
    this.#tries.set(key, { count: (before?.count ?? 0) + 1, lastMs })
    this.#dropOne()
    return { key, lastMs, lastBeforeMs: before?.lastMs }
  }

  /** As if a try had not been. */
  takeBack({ key, lastMs, lastBeforeMs }: CountedTry): void {
    const known = this.#tries.get(key)
    if (known === undefined) return
    const count = known.count - 1
    const isLast = known.lastMs === lastMs && lastBeforeMs !== undefined
    if (count <= 0) this.#tries.delete(key)
    else this.#tries.set(key, { count, lastMs: isLast ? lastBeforeMs : known.lastMs })
  }

  /** From now on the next one waits. */
  restart(key: string): void {
    const known = this.#tries.get(key)
    if (known !== undefined) this.#tries.set(key, { ...known, lastMs: this.#now() })
  }

  forget(key: string): void {
    this.#tries.delete(key)
  }

  #waitMs({ count }: Tries): number {
    return count < this.#free ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - this.#free), MAX_WAIT_MS)
  }

  /** The oldest goes that nobody waits for, so that made-up names push out no wait. */
  #dropOne(): void {
    if (this.#tries.size <= MAX_REMEMBERED) return
    const now = this.#now()
    let [dropped] = this.#tries.keys()
    for (const [key, tries] of this.#tries) {
      if (tries.lastMs + this.#waitMs(tries) > now) continue
      dropped = key
      break
    }
    if (dropped !== undefined) this.#tries.delete(dropped)
  }
}
