import { createHash } from 'node:crypto'
import { isUnavailable } from '../domain/errors.ts'
import type { LoginTries, Tries } from '../domain/people/login-tries.ts'
import { type CountedKeys, TryCounts, type TryKeys } from './try-counts.ts'

/** How a try ended. */
export type Ending = 'failed' | 'withdrawn' | 'succeeded'

interface Change {
  readonly keys: readonly string[]
  readonly apply: (counts: TryCounts) => void
}

export interface SharedTriesParts {
  readonly loginTries: LoginTries
  readonly now: () => number
}

/**
 * The counts that all processes on a database share. Changes that come while one is under way go together in the next. While the database cannot
 * be written, each process goes by its own counts.
 */
export class SharedTries {
  readonly #loginTries: LoginTries
  readonly #now: () => number
  #waiting: Change[] = []
  #changing: Promise<void> | null = null

  constructor({ loginTries, now }: SharedTriesParts) {
    this.#loginTries = loginTries
    this.#now = now
  }

  /** Until when a try would have to wait. */
  async waitsUntilMs(keys: TryKeys): Promise<number> {
    const stored = storedKeys(keys)
    const tries = new Map(await this.#loginTries.of(listed(stored)))
    return new TryCounts(this.#now, tries).waitsUntilMs(stored)
  }

  /** Counts a try, unless it has to wait: then the answer is until when. */
  async count(keys: TryKeys): Promise<CountedKeys | number | null> {
    const stored = storedKeys(keys)
    let counted: CountedKeys | number | null = null
    await this.#change(listed(stored), (counts) => {
      const untilMs = counts.waitsUntilMs(stored)
      counted = untilMs > this.#now() ? untilMs : counts.count(stored)
    })
    return counted
  }

  /** Notes how a counted try ended. */
  async ended(counted: CountedKeys, how: Ending): Promise<void> {
    const { pair, account, address } = counted
    const keys = { pair: pair.key, account: account.key, address: address?.key ?? null }
    await this.#change(listed(keys), (counts) => counts[how](counted))
  }

  async #change(keys: readonly string[], apply: Change['apply']): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.push({ keys, apply })
    const mine = this.#waiting
    // Whoever comes first sends the changes of all who come until then.
    if (mine.length === 1) {
      const before = this.#changing ?? Promise.resolve()
      this.#changing = before.catch(() => undefined).then(() => this.#send())
    }
    this.#changing?.then(resolve, reject)
    try {
      await promise
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  }

  async #send(): Promise<void> {
    const changes = this.#waiting
    this.#waiting = []
    const keys = new Set(changes.flatMap((change) => change.keys))
    await this.#loginTries.change([...keys], (tries: Map<string, Tries>) => {
      const counts = new TryCounts(this.#now, tries)
      for (const { apply } of changes) apply(counts)
    })
  }
}

function listed({ pair, account, address }: TryKeys): readonly string[] {
  return address === null ? [pair, account] : [pair, account, address]
}

/** Short, of one length whatever was typed, and no text in which a password stands that was typed in the wrong field. */
function storedKeys({ pair, account, address }: TryKeys): TryKeys {
  const stored = (kind: string, key: string): string =>
    createHash('sha256').update(`${kind} ${key}`).digest('base64url').slice(0, 22)
  return {
    pair: stored('pair', pair),
    account: stored('account', account),
    address: address === null ? null : stored('address', address),
  }
}
