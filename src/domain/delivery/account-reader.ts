import type { PolicyVerdict } from '../policy/policy.ts'
import type { SourceAccount } from '../event/source-account.ts'
import type { RemovedAccount } from './audit-report.ts'
import type { DeliveryRecord } from './delivery-faults.ts'

/** An event as the audit reads it. */
export interface AuditedEvent {
  readonly id: string
  readonly acceptedAtMs: number
  readonly heldUntilMs: number | null
  /** Why nothing was to be delivered, or null. */
  readonly withheld: string | null
  readonly mergedInto: string | null
  /** Whether the event that it names there is stored, or was removed. */
  readonly isWholeKnown: boolean
  /** Null when they cannot be read. */
  readonly verdicts: readonly PolicyVerdict[] | null
  readonly deliveries: readonly AuditedBirth[]
  /** Of a meta event: the target that it is about, which does not get it; else null. */
  readonly aboutTargetId: number | null
}

/** A delivery of an event, as the event's account counts it. */
export interface AuditedBirth {
  readonly id: number
  readonly policyId: number
  readonly targetId: number
  readonly state: string
  readonly createdAtMs: number
  /** Whether it sends an earlier delivery again. */
  readonly isRedelivery: boolean
  /** The next delivery of its event to its target, or null. */
  readonly redeliveredAs: number | null
}

/** A delivery as the audit reads it, and what the rows that it names lack. */
export interface AuditedDelivery extends DeliveryRecord {
  readonly id: number
  readonly eventId: string
  /** The rows that it names and that are not there, or belong to something else. */
  readonly missing: readonly ('event' | 'policy' | 'target' | 'payload' | 'original' | 'redelivery')[]
}

/** A target, also one that was deleted. */
export interface AuditedTarget {
  readonly id: number
  readonly policyId: number
  readonly isDeleted: boolean
  /** Its first delivery, which is proof that it was there; null when it never got one. */
  readonly firstDeliveryId: number | null
  /** Whether its policy is as it was created: then its targets have been there all the time. */
  readonly isPolicyUnchanged: boolean
}

/** A total of `last_trigger` beside the count of the deliveries that it stands for. */
export interface TriggerCount {
  readonly policyId: number
  readonly eventType: string
  readonly total: number
  readonly counted: number
}

/** Reads a store as it is at one moment, slice by slice, for the audit. */
export interface AccountReader {
  targets: () => Promise<readonly AuditedTarget[]>
  /** In the order of their ids; the last slice is empty. */
  events: (after: string) => Promise<readonly AuditedEvent[]>
  /** In the order of their ids; null at the end. With the deliveries to which the attempts of the slice belong and that are not there. */
  deliveries: (after: number) => Promise<DeliverySlice>
  sources: () => Promise<readonly SourceAccount[]>
  /** What the events came to that are removed. */
  removed: () => Promise<RemovedAccount>
  /** Those totals that differ from the count. */
  wrongTriggers: () => Promise<readonly TriggerCount[]>
}

export interface DeliverySlice {
  readonly deliveries: readonly AuditedDelivery[]
  /** The deliveries that attempts name and that are not there. */
  readonly orphaned: readonly number[]
  /** After which delivery the next slice begins; null when this was the last one. */
  readonly next: number | null
}
