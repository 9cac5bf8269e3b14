import type { Incomplete } from './incomplete.ts'
import type { Replayed } from './queue.ts'

/** The actions on deliveries that people can ask for, each in one transaction. */
export interface DeliveryControl {
  /**
   * Stores new deliveries of events that are stored already, due now; those whose target is gone are passed over.
   *
   * @param which `missed`: only where their policy has no delivery of the event yet
   * @returns the target of each new delivery
   */
  replay: (events: readonly Replayed[], which: ReplayedEvents) => Promise<readonly number[]>
  /** Those of some events of which a policy has deliveries, in whatever state. */
  gotten: (policyId: number, eventIds: readonly string[]) => Promise<ReadonlySet<string>>
  /**
   * Sends ended deliveries once more, as new deliveries that are due now. What has not ended, or has lost its policy or
   * target, or is being sent again, is passed over.
   */
  redeliver: (ids: readonly number[]) => Promise<readonly Redelivery[]>
  /** The same, but for those that another delivery of their event to their target has followed already. */
  redeliverOnce: (ids: readonly number[]) => Promise<readonly Redelivery[]>
  /** Those of some deliveries that cannot be sent again, since the retention has removed their payload. */
  withoutPayload: (ids: readonly number[]) => Promise<ReadonlySet<number>>
  /** How many deliveries `recover` would send; at the most `limit`. */
  recoverable: (scope: FailedScope, limit: number) => Promise<number>
  /** How far back `recover` sends all that failed; null: since the time of the scope, of which nothing has been removed. */
  incompletelyRecoverable: (scope: FailedScope, projectId: number | null) => Promise<Incomplete | null>
  /**
   * Sends what failed or expired at a target once more, oldest first. A delivery that was sent again is passed over; the newer one counts. So
   * is one whose payload has been removed.
   */
  recover: (scope: FailedScope, limit: number) => Promise<readonly Redelivery[]>
  /** Stops what has not ended; answers how many that were. */
  stop: (ids: readonly number[], reason: string) => Promise<number>
}

/** Which events a policy gets: all that it wants, or those that it never got. */
export type ReplayedEvents = 'all' | 'missed'

export interface Redelivery {
  /** The delivery that is sent once more. */
  readonly of: number
  readonly id: number
  readonly targetId: number
}

/** The deliveries of a policy to one of its targets since a time. */
export interface FailedScope {
  readonly policyId: number
  readonly targetId: number
  readonly sinceMs: number
}
