import type { Writing } from '../../connections.ts'

/** What a migration owes to the other processes on its database, where there can be any. */
export interface OtherProcesses {
  /** Keeps others from migrating, and from starting, until the transaction has ended. */
  readonly lock: (transaction: Writing) => Promise<void>
  /** Has the transaction give up soon where it waits for a table: every caller of that table waits behind it. */
  readonly giveWay: (transaction: Writing) => Promise<void>
  /** Whether a transaction gave up, or gave way to another; the same again may succeed. */
  readonly isGivenUp: (error: unknown) => boolean
  /** How many processes run whose version does not know a step. */
  readonly countOlder: (transaction: Writing, step: string) => Promise<number>
}
