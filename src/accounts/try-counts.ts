import type { Tries } from '../domain/people/login-tries.ts'
import { type CountedTry, RecentTries } from './recent-tries.ts'

/** What a try to log in counts for. */
export interface TryKeys {
  /** Account and address together. */
  readonly pair: string
  readonly account: string
  /** Null where many callers share the address. */
  readonly address: string | null
}

/** A try that is counted under its keys. */
export interface CountedKeys {
  readonly pair: CountedTry
  readonly account: CountedTry
  readonly address: CountedTry | null
}

/** Tries before the first wait: of an account from one address, of an account from all addresses, of an address. */
const FREE = { pair: 5, account: 100, address: 50 } as const

/** The rules of the brake: how long the next try waits, by the tries that are counted. */
export class TryCounts {
  readonly #pairs: RecentTries
  readonly #accounts: RecentTries
  readonly #addresses: RecentTries

  /** @param tries where all are counted, under keys that differ; without it they are counted here */
  constructor(now: () => number, tries?: Map<string, Tries>) {
    this.#pairs = new RecentTries(FREE.pair, now, tries)
    this.#accounts = new RecentTries(FREE.account, now, tries)
    this.#addresses = new RecentTries(FREE.address, now, tries)
  }

  /** When the next try may start: guesses at an account from elsewhere count from the last try of this address. */
  waitsUntilMs({ pair, account, address }: TryKeys): number {
    const last = this.#pairs.of(pair)?.lastMs
    return Math.max(
      this.#pairs.waitsUntilMs(pair),
      last === undefined ? 0 : last + this.#accounts.waitMs(account),
      address === null ? 0 : this.#addresses.waitsUntilMs(address),
    )
  }

  /** Tries of an address, or of the account from there where many share the address. */
  triesOf({ pair, address }: TryKeys): number {
    return (address === null ? this.#pairs.of(pair) : this.#addresses.of(address))?.count ?? 0
  }

  hasTried({ pair }: TryKeys): boolean {
    return this.#pairs.of(pair) !== undefined
  }

  count({ pair, account, address }: TryKeys): CountedKeys {
    return {
      pair: this.#pairs.count(pair),
      account: this.#accounts.count(account),
      address: address === null ? null : this.#addresses.count(address),
    }
  }

  /** The wait for the next try begins. */
  failed({ pair, account, address }: CountedKeys): void {
    this.#pairs.restart(pair.key)
    this.#accounts.restart(account.key)
    if (address !== null) this.#addresses.restart(address.key)
  }

  /** As if the try had not been. */
  withdrawn({ pair, account, address }: CountedKeys): void {
    this.#pairs.takeBack(pair)
    this.#accounts.takeBack(account)
    if (address !== null) this.#addresses.takeBack(address)
  }

  /** Nobody waits for tries of this account from there any more. */
  succeeded(counted: CountedKeys): void {
    this.withdrawn(counted)
    this.#pairs.forget(counted.pair.key)
  }
}
