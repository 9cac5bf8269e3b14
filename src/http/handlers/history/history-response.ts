import type {
  AttemptBody,
  DeliveryDetailResponse,
  DeliveryResponse,
  EventDetailResponse,
  EventResponse,
} from '../../../contract/history/history.ts'
import type { Attempt } from '../../../domain/delivery/attempt.ts'
import {
  type DeliverySummary,
  type EventRecord,
  type KnownPolicy,
  type LastAttempt,
  type StoredEvent,
  lossAccount,
} from '../../../domain/delivery/history.ts'
import type { Payload } from '../../../domain/delivery/payload.ts'
import { timeInMs } from '../../times.ts'
import { outcomeBody } from '../outcome-body.ts'
import { eventContent } from './event-content.ts'

export function deliveryResponse(delivery: DeliverySummary): DeliveryResponse {
  const { tag, operator, target, lastAttempt, reason, dueAtMs, endedAtMs, redeliveryOf, redeliveredAs } =
    delivery
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    repository: delivery.repository,
    ...(tag !== null && { tag }),
    ...(operator !== '' && { operator }),
    project_id: delivery.projectId,
    ...(delivery.projectName !== null && { project_name: delivery.projectName }),
    policy_id: delivery.policyId,
    ...knownPolicy(delivery.policy),
    target_id: delivery.targetId,
    target_type: target.type,
    target_address: target.address,
    state: delivery.state,
    attempts: delivery.attempts,
    ...(lastAttempt !== null && { last_attempt: lastAttemptBody(lastAttempt) }),
    ...(reason !== '' && { reason }),
    ...(dueAtMs !== null && { due_at: timeInMs(dueAtMs) }),
    ...(redeliveryOf !== null && { redelivery_of: redeliveryOf }),
    ...(redeliveredAs !== null && { redelivered_as: redeliveredAs }),
    created_at: timeInMs(delivery.createdAtMs),
    updated_at: timeInMs(delivery.updatedAtMs),
    ...(endedAtMs !== null && { ended_at: timeInMs(endedAtMs) }),
  }
}

function lastAttemptBody({ number, startedAtMs, durationMs, status, failureCode }: LastAttempt) {
  return {
    number,
    started_at: timeInMs(startedAtMs),
    duration_ms: durationMs,
    ...(status !== null && { status }),
    ...(failureCode !== null && { failure: failureCode }),
  }
}

function knownPolicy({ name, projectName }: KnownPolicy) {
  return { policy_name: name, ...(projectName !== null && { policy_project_name: projectName }) }
}

export interface DeliveryBodies {
  /** Null when it is not written yet, or no longer kept. */
  readonly payload: Payload | null
  readonly attempts: readonly Attempt[]
}

/** @param keepDays for how long bodies are kept; 0: for ever */
export function deliveryDetailResponse(
  delivery: DeliverySummary,
  { payload, attempts }: DeliveryBodies,
  keepDays: number | null,
): DeliveryDetailResponse {
  return {
    ...deliveryResponse(delivery),
    content_type: payload?.contentType ?? '',
    payload: payload?.body ?? '',
    attempts_made: attempts.map(attemptBody),
    ...bodiesKept(delivery.createdAtMs, keepDays),
  }
}

function attemptBody(attempt: Attempt): AttemptBody {
  const { number, startedAtMs, durationMs } = attempt
  return {
    number,
    started_at: timeInMs(startedAtMs),
    duration_ms: durationMs,
    ...outcomeBody(attempt),
  }
}

export function eventResponse(event: StoredEvent, deliveries: readonly DeliverySummary[]): EventResponse {
  const { tag, digest, operator, withheld, heldUntilMs, mergedInto, isLate } = event
  return {
    id: event.id,
    type: event.type,
    project_id: event.projectId,
    ...(event.projectName !== null && { project_name: event.projectName }),
    repository: event.repository,
    ...(tag !== null && { tag }),
    ...(digest !== null && { digest }),
    ...(operator !== '' && { operator }),
    source: event.source,
    occurred_at: timeInMs(event.occurredAtMs),
    accepted_at: timeInMs(event.acceptedAtMs),
    ...(withheld !== null && { withheld }),
    ...(heldUntilMs !== null && { held_until: timeInMs(heldUntilMs) }),
    ...(mergedInto !== null && { merged_into: mergedInto }),
    ...(isLate && { late: true }),
    verdicts: event.verdicts.map(({ policyId, policy, verdict }) => ({
      policy_id: policyId,
      ...knownPolicy(policy),
      verdict,
    })),
    deliveries: deliveries.map(deliveryResponse),
    account: { ...lossAccount(event, deliveries) },
  }
}

export function eventDetailResponse(
  event: EventRecord,
  deliveries: readonly DeliverySummary[],
  keepDays: number | null,
): EventDetailResponse {
  const kept = bodiesKept(event.acceptedAtMs, keepDays)
  return { ...eventResponse(event, deliveries), content: eventContent(event), ...kept }
}

function bodiesKept(createdAtMs: number, keepDays: number | null): { readonly bodies_kept_until?: string } {
  return keepDays === null ? {} : { bodies_kept_until: timeInMs(createdAtMs + keepDays * DAY_MS) }
}

const DAY_MS = 86_400_000
