import type { StoreAnswer } from './carry-out.ts'
import type { StoreOperations } from './operations.ts'

/**
 * When an operation has to be on disk: `at once`, since a sender is answered after it; `soon`, since it says what became of a command; or
 * `never`, since it matters only while the machine runs: where a command is that this process may leave behind.
 */
export type Durability = 'at once' | 'soon' | 'never'

export const DURABLE_WHEN: Readonly<Record<keyof StoreOperations, Durability>> = {
  accept: 'at once',
  finish: 'soon',
  giveBack: 'soon',
  sweep: 'soon',
  claim: 'never',
  start: 'never',
  lasts: 'never',
  left: 'never',
  stopsAsked: 'never',
  waiting: 'never',
}

/** What the thread says. */
export type StoreMessage =
  /** The answers to the oldest batch that has none. Unless it is on disk, those that are to be durable soon wait for the next sync. */
  | { readonly kind: 'carried out'; readonly answers: readonly StoreAnswer[]; readonly isOnDisk: boolean }
  /** All that was carried out before is on disk. */
  | { readonly kind: 'synced' }
