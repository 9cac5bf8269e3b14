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

/** The outcome of an audit, as `--json` prints it. */
export interface AuditReport {
  readonly balanced: boolean
  readonly events: number
  readonly deliveries: number
  /** The sums over all events. */
  readonly account: LossAccount
  /** What each source reported, and what became of it. */
  readonly sources: readonly SourceAccount[]
  /** How many findings there are in all. */
  readonly found: number
  /** The first of them. */
  readonly findings: readonly Finding[]
}
