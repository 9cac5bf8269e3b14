import type { Failure } from '../../domain/delivery/attempt.ts'

/** How a service refuses a request: whether for good, and how long it wants to be left alone. */
export type Refusal = Pick<Failure, 'permanent' | 'retryAfterMs'>

/** Of the answers below 500 only these can change with time (RFC 9110, 8470, 6585): timeout, too early, too many requests. */
const PASSING: readonly number[] = [408, 425, 429]

/** Whether a status of 400 or more is a refusal that no later attempt changes. */
export function isForGood(status: number): boolean {
  return status < 500 && !PASSING.includes(status)
}
