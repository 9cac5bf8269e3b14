import type { Outcome } from '../domain/delivery/attempt.ts'
import { contactOf } from './breaker.ts'
import type { EndedAttempt } from './lane-host.ts'

/** How long a target rests whose attempt found no file descriptor to connect with. */
const EXHAUSTED_REST_MS = 1000

/** No attempt was made: nothing is learned of the target. */
export const NOT_ATTEMPTED: EndedAttempt = {
  succeeded: true,
  durationMs: 0,
  restUntilMs: null,
  contact: 'unknown',
}

/** The attempt found no file descriptor: the receiver has no part in it. */
export function exhaustedAttempt(nowMs: number): EndedAttempt {
  return { succeeded: false, durationMs: 0, restUntilMs: nowMs + EXHAUSTED_REST_MS, contact: 'unknown' }
}

/**
 * What a lane learns from an attempt.
 *
 * @param maxWaitMs the longest rest that a receiver may ask for
 */
export function endedAttempt(
  outcomes: readonly Outcome[],
  { nowMs, maxWaitMs }: { readonly nowMs: number; readonly maxWaitMs: number },
): EndedAttempt {
  const [outcome] = outcomes
  const restMs = outcome?.failure?.retryAfterMs ?? null
  return {
    succeeded: outcomes.every(({ failure }) => failure === null),
    durationMs: outcome?.durationMs ?? 0,
    restUntilMs: restMs === null ? null : nowMs + Math.min(restMs, maxWaitMs),
    contact: contactOf(outcomes),
  }
}
