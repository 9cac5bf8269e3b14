import type { Replayed } from './queue.ts'

/** The actions on deliveries that people can ask for, each in one transaction. */
export interface DeliveryControl {
  /**
   * Stores new deliveries of events that are stored already, due now; those whose target is gone are passed over.
   *
   * @returns the target of each new delivery
   */
  replay: (events: readonly Replayed[]) => Promise<readonly number[]>
  /**
   * Sends ended deliveries once more, as new deliveries that are due now. What has not ended, or has lost its policy or
   * target, is passed over.
   */
  redeliver: (ids: readonly number[]) => Promise<readonly Redelivery[]>
  /** How many deliveries `recover` would send; at the most `limit`. */
  recoverable: (scope: FailedScope, limit: number) => Promise<number>
  /** Sends what failed or expired at a target once more, oldest first. A delivery that was sent again is passed over; the newer one counts. */
  recover: (scope: FailedScope, limit: number) => Promise<readonly Redelivery[]>
  /** Stops what has not ended; answers how many that were. */
  stop: (ids: readonly number[], reason: string) => Promise<number>
}

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
