import type { ApiCall } from '../contract/api-call.ts'
import type { ApiFailure } from './api-failure.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 30_000
/** Answers of a proxy while the server behind it is away, and of the server while it cannot work. */
const PASSING = [502, 503, 504]
const TOO_MANY_REQUESTS = 429

/**
 * How long to wait before a call is made once more, in milliseconds; null: another try could do harm, or would end as this one.
 * What only reads may be tried after any fault that passes. A change may only where the server says that it did nothing: an answer that got
 * lost may stand for a change that was made.
 *
 * @param tries made so far, from 1
 */
export function waitBeforeRetry(
  call: Pick<ApiCall, 'method' | 'isOnlyQuestion'>,
  { status, code, retryAfterSeconds }: Pick<ApiFailure, 'status' | 'code' | 'retryAfterSeconds'>,
  tries: number,
): number | null {
  const onlyReads = call.method === 'GET' || call.method === 'HEAD' || call.isOnlyQuestion === true
  const wasNotDone = status === TOO_MANY_REQUESTS || code === 'UNAVAILABLE'
  const passes = status === 0 || PASSING.includes(status)
  if (!wasNotDone && !(onlyReads && passes)) return null
  const asked = (retryAfterSeconds ?? 0) * 1000
  if (asked > LONGEST_WAIT_MS) return null
  const grown = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1))
  return Math.max(asked, grown)
}
