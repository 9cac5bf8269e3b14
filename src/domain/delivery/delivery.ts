import type { EventType } from '../event/event-type.ts'
import type { ListQuery, Page, Paged } from '../list-query.ts'
import type { Attempt, Outcome } from './attempt.ts'
import type { DeliveryState } from './delivery-state.ts'
import type { Payload } from './payload.ts'
import { type RetryRule, waitBeforeRetry } from './retry-rule.ts'

/** One event on its way to one target of one policy. */
export interface Delivery {
  readonly id: number
  readonly eventId: string
  readonly eventType: EventType
  readonly policyId: number
  readonly targetId: number
  /** The kind of its target. */
  readonly targetType: string
  readonly state: DeliveryState
  /** When the next attempt is due; null once ended. */
  readonly dueAtMs: number | null
  /** Attempts started. */
  readonly attempts: number
  /** Why it is where it is, in one sentence; empty while there is nothing to say. */
  readonly reason: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
  readonly endedAtMs: number | null
  /** Empty until it has been rendered. */
  readonly payload: string
}

/** A delivery under lease, with all that its attempt needs besides the target. */
export interface LeasedDelivery {
  readonly id: number
  readonly eventId: string
  readonly eventType: EventType
  readonly repository: string
  readonly projectId: number
  readonly policyId: number
  readonly targetId: number
  readonly payload: Payload
  /** Number of the attempt that the lease is for; 1 is the first. */
  readonly attempt: number
  /** Attempts that failed so far, not counting those cut off by the end of a process. */
  readonly failures: number
  /** Of a delivery that a person asked for after others of its event to its target: 1, 2, … */
  readonly redelivery?: number
  /** The trace that the attempt hands on to the receiver (W3C Trace Context); left out while tracing is off. */
  readonly traceparent?: string
  /** When the lease ends, by the monotonic clock; no attempt begins after it, since others may have made it by then. */
  readonly leaseEndsAt?: number
}

/** What `webhook-id` says: the same for every attempt to bring this event to this target. */
export function webhookIdOf({ eventId, targetId }: Pick<LeasedDelivery, 'eventId' | 'targetId'>): string {
  return `${eventId}_${targetId}`
}

/** Where a delivery goes after an attempt. */
export interface NextState {
  readonly state: 'pending' | 'success' | 'error'
  /** When the next attempt is due; null when there is none. */
  readonly dueAtMs: number | null
  readonly failures: number
  readonly reason: string
}

/**
 * The one place that decides what follows an attempt (webhook proposal, "Backoff Mechanism Design").
 *
 * @param failuresBefore failed attempts before this one
 * @param nowMs when the attempt ended
 * @param random in [0, 1), spreads the retries
 */
export function nextState(
  outcome: Pick<Outcome, 'failure'>,
  failuresBefore: number,
  rule: RetryRule,
  nowMs: number,
  random: number,
): NextState {
  const { failure } = outcome
  if (failure === null) return { state: 'success', dueAtMs: null, failures: failuresBefore, reason: '' }
  const failures = failuresBefore + 1
  const giveUp = (why: string): NextState => ({
    state: 'error',
    dueAtMs: null,
    failures,
    reason: `${failure.text}; gave up: ${why}`,
  })
  if (failure.permanent) return giveUp('no later attempt can succeed')
  if (failures > rule.maxRetry) return giveUp(`all ${rule.maxRetry} retries are used`)
  const wait = waitBeforeRetry(rule, failures, random)
  if (wait > rule.maxWaitMs) return giveUp(`the next wait would exceed the maximum of ${rule.maxWaitMs} ms`)
  const lengthened = Math.min(Math.max(wait, failure.retryAfterMs ?? 0), rule.maxWaitMs)
  return { state: 'pending', dueAtMs: Math.ceil(nowMs + lengthened), failures, reason: failure.text }
}

export interface Deliveries {
  /** Newest first unless asked otherwise. Fields: those of Harbor's executions. */
  list: (policyId: number, page: Page, query?: ListQuery) => Promise<Paged<Delivery>>
  byId: (policyId: number, id: number) => Promise<Delivery | null>
  /** Whether there is a delivery of that id, of whichever policy. */
  exists: (id: number) => Promise<boolean>
  /** The one task of an execution, if it fulfils the conditions; one is in any order. Fields: those of Harbor's tasks. */
  tasks: (policyId: number, executionId: number, page: Page, query?: ListQuery) => Promise<Paged<Delivery>>
  /** Oldest first. */
  attempts: (deliveryId: number) => Promise<readonly Attempt[]>
  /** The attempts of a delivery, then those of the delivery that it sends again, and so on; each oldest first. */
  lineage: (deliveryId: number) => Promise<readonly (readonly Attempt[])[]>
}
