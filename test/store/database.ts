import type { Clock } from '../../src/domain/clock.ts'
import type { AccountReader } from '../../src/domain/delivery/account-reader.ts'
import type { Store } from '../../src/domain/store.ts'

/** One database of its own for one test. */
export interface Database extends AsyncDisposable {
  /** Opens a store on it; the second one finds what the first one left. The caller closes it. */
  readonly open: (options?: OpenOptions) => Promise<Store>
  /** Reads it as the audit does. */
  readonly openAccount: () => Promise<AccountReader & AsyncDisposable>
  /** Whether this text stands anywhere in the bytes that the database keeps on disk. */
  readonly holds: (text: string) => Promise<boolean>
  /** Carries statements out past the store, in one transaction. */
  readonly write: (...statements: readonly string[]) => Promise<void>
  /** Where tables have ranges of ids: what is stored from now on goes to others than what is there. */
  readonly beginRange: () => Promise<void>
  /** How many transactions with events, deliveries or attempts were committed so far. */
  readonly commits: () => Promise<number>
}

export interface OpenOptions {
  readonly clock?: Clock
  readonly notificationsInitiallyEnabled?: boolean
}

export interface DatabaseKind {
  readonly name: string
  /** How many processes may have it open. Where it is one, whatever another has leased is lost, however long its lease was to last. */
  readonly nodes: 'one' | 'many'
  readonly create: () => Promise<Database>
}
