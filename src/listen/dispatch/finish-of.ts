import type { RetryRule } from '../../domain/delivery/retry-rule.ts'
import { nextState } from '../runs/next-state.ts'
import type { ClaimedRun, Finish } from '../store/operations.ts'
import type { Performed } from './perform.ts'

export interface EndedRun {
  readonly run: ClaimedRun
  readonly retry: RetryRule
  readonly performed: Exclude<Performed, { kind: 'kept' }>
  readonly startedAtMs: number
  readonly nowMs: number
  readonly random: number
}

/** What the store keeps of an attempt, and what follows it. One that was cut off by the listener's end is made again and counts as none. */
export function finishOf({ run, retry, performed, startedAtMs, nowMs, random }: EndedRun): Finish {
  const { result } = performed
  const attempt = { run: run.id, startedAtMs, result, nowMs }
  if (performed.kind === 'ended') {
    const next = nextState({ retry, failures: run.failures, result, nowMs, random })
    return { ...attempt, isInterrupted: false, next }
  }
  const { reason } = result
  return performed.why === 'stop'
    ? { ...attempt, isInterrupted: false, next: { state: 'stopped', dueAtMs: null, reason } }
    : { ...attempt, isInterrupted: true, next: { state: 'pending', dueAtMs: nowMs, reason } }
}
