import type { Outcome } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery, NextState } from '../domain/delivery/delivery.ts'
import type { Log } from '../log.ts'

/** Logs how an attempt ended and what follows. */
export function logAttempt(log: Log, delivery: LeasedDelivery, outcome: Outcome, next: NextState): void {
  const { id, attempt, targetId: target } = delivery
  const { reason, dueAtMs } = next
  if (outcome.failure === null) {
    log.deliverySucceeded({ delivery: id, attempt, target, durationMs: outcome.durationMs })
  } else if (dueAtMs === null) {
    log.deliveryFailed({ delivery: id, attempt, target, reason })
  } else {
    log.deliveryRetries({ delivery: id, attempt, target, reason, dueAt: new Date(dueAtMs).toISOString() })
  }
}
