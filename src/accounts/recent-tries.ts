export interface Tries {
  count: number
  lastMs: number
}

/** A try that is counted. */
export interface CountedTry {
  /** As if it had not been. */
  readonly takeBack: () => void
  /** From now on the next one waits. */
  readonly ended: () => void
}

const FIRST_WAIT_MS = 1000
const MAX_WAIT_MS = 15 * 60_000
const MAX_REMEMBERED = 10_000

/** Counts tries by a key, and says how long the next one waits. A quarter of an hour after its last wait a key is forgotten. */
export class RecentTries {
  readonly #tries = new Map<string, Tries>()
  readonly #free: number
  readonly #now: () => number

  /** @param free tries before the first wait */
  constructor(free: number, now: () => number) {
    this.#free = free
    this.#now = now
  }

  of(key: string): Readonly<Tries> | undefined {
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
    const tries: Tries = { count: (before?.count ?? 0) + 1, lastMs: this.#now() }
    // The most recent one is dropped last.
    this.#tries.delete(key)
    this.#tries.set(key, tries)
    this.#dropOne()
    return {
      takeBack: () => this.#takeBack(key, tries, before?.lastMs),
      ended: () => this.#restart(key),
    }
  }

  forget(key: string): void {
    this.#tries.delete(key)
  }

  #waitMs({ count }: Tries): number {
    return count < this.#free ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - this.#free), MAX_WAIT_MS)
  }

  #restart(key: string): void {
    const known = this.#tries.get(key)
    if (known !== undefined) known.lastMs = this.#now()
  }

  #takeBack(key: string, { lastMs }: Tries, lastBeforeMs: number | undefined): void {
    const known = this.#tries.get(key)
    if (known === undefined) return
    known.count--
    if (known.count <= 0) this.#tries.delete(key)
    else if (known.lastMs === lastMs && lastBeforeMs !== undefined) known.lastMs = lastBeforeMs
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
