import type { SourceAccount } from '../event/source-account.ts'
import type { LossAccount } from './history.ts'

/** Something that does not balance. */
export interface Finding {
  /** The event that it is about; null where it is about none. */
  readonly event: string | null
  readonly delivery?: number
  /** One sentence. */
  readonly what: string
}

/** What the events came to that were removed, since they were over their limit. */
export interface RemovedAccount {
  readonly events: number
  readonly deliveries: number
  readonly account: LossAccount
  /** When the last of them was accepted; null when none was removed. */
  readonly acceptedUpToMs: number | null
}

/** The outcome of an audit, as `--json` prints it. */
export interface AuditReport {
  readonly balanced: boolean
  /** Those that are stored. */
  readonly events: number
  readonly deliveries: number
  readonly removed: RemovedAccount
  /** The sums over all events, also those that were removed. */
  readonly account: LossAccount
  /** What each source reported, and what became of it. */
  readonly sources: readonly SourceAccount[]
  /** How many findings there are in all. */
  readonly found: number
  /** The first of them. */
  readonly findings: readonly Finding[]
}
