import { type RetryRule, waitBeforeRetry } from '../../domain/delivery/retry-rule.ts'
import type { RunResult } from './run.ts'

export interface EndedAttempt {
  readonly retry: RetryRule
  /** Failed attempts before this one. */
  readonly failures: number
  readonly result: RunResult
  readonly nowMs: number
  /** In [0, 1). */
  readonly random: number
}

export interface NextState {
  readonly state: 'pending' | 'success' | 'error'
  /** When the retry is due; null when there is none. */
  readonly dueAtMs: number | null
  readonly reason: string
}

/** What follows an attempt: the waits are those of the rule, and it gives up where its retries or its longest wait end. */
export function nextState({ retry, failures, result, nowMs, random }: EndedAttempt): NextState {
  if (result.isSuccess) return { state: 'success', dueAtMs: null, reason: '' }
  const { reason } = result
  const waitMs = waitBeforeRetry(retry, failures + 1, random)
  const givesUp = failures >= retry.maxRetry || waitMs > retry.maxWaitMs
  return givesUp
    ? { state: 'error', dueAtMs: null, reason }
    : { state: 'pending', dueAtMs: Math.round(nowMs + waitMs), reason }
}
