import type { Failure, Outcome } from '../../src/domain/delivery/attempt.ts'
import type { NextState } from '../../src/domain/delivery/delivery.ts'

export const failure: Failure = {
  code: 'status',
  text: 'the receiver answered 500',
  permanent: false,
  retryAfterMs: null,
}

export const succeeded: NextState = { state: 'success', dueAtMs: null, failures: 0, reason: '' }
export const gaveUp: NextState = { state: 'error', dueAtMs: null, failures: 1, reason: failure.text }
export const retryAt = (dueAtMs: number): NextState => ({
  state: 'pending',
  dueAtMs,
  failures: 1,
  reason: failure.text,
})

/** An attempt that leads to this state. */
export function outcomeOf({ state }: Pick<NextState, 'state'>, startedAtMs: number): Outcome {
  const succeeds = state === 'success'
  return {
    startedAtMs,
    durationMs: 5,
    request: { line: 'POST / HTTP/1.1', headers: { 'x-test': 'yes' } },
    response: { status: succeeds ? 200 : 500, headers: {}, body: 'answer', truncated: false },
    failure: succeeds ? null : failure,
  }
}

export function interruptedAt(startedAtMs: number): Outcome {
  return {
    startedAtMs,
    durationMs: 0,
    request: null,
    response: null,
    failure: { code: 'interrupted', text: 'the process ended', permanent: false, retryAfterMs: null },
  }
}
