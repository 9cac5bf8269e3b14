import { type Outcome, outcomeClass } from '../domain/delivery/attempt.ts'
import { type LeasedDelivery, type NextState, webhookIdOf } from '../domain/delivery/delivery.ts'
import type { Log, LoggedAttempt } from '../log.ts'

/** Logs how an attempt ended and what follows. */
export function logAttempt(log: Log, delivery: LeasedDelivery, outcome: Outcome, next: NextState): void {
  const { reason, dueAtMs } = next
  const facts = factsOf(delivery, outcome)
  if (outcome.failure === null) log.deliverySucceeded(facts)
  else if (dueAtMs === null) log.deliveryFailed({ ...facts, reason })
  else log.deliveryRetries({ ...facts, reason, dueAt: new Date(dueAtMs).toISOString() })
}

function factsOf(delivery: LeasedDelivery, outcome: Outcome): LoggedAttempt {
  const { id, eventId, projectId, policyId, targetId, attempt } = delivery
  return {
    delivery: id,
    event: eventId,
    webhookId: webhookIdOf(delivery),
    project: projectId,
    policy: policyId,
    target: targetId,
    attempt,
    outcome: outcomeClass(outcome),
    status: outcome.response?.status ?? null,
    durationMs: outcome.durationMs,
  }
}
