/** The five settings of the webhook proposal's back-off. */
export interface RetryRule {
  /** Retries after the first attempt. */
  readonly maxRetry: number
  readonly initialWaitMs: number
  readonly maxWaitMs: number
  readonly factor: number
  readonly randomization: number
}

/**
 * Milliseconds to wait before retry `retry` (1 is the first), to the letter of the webhook proposal ("Backoff Mechanism
 * Design"): `rand * (2*r*w*f^(n-1) + 1) + (1-r)*w*f^(n-1)`. With the defaults the first lies in [450, 551).
 *
 * @param random in [0, 1)
 */
export function waitBeforeRetry(rule: RetryRule, retry: number, random: number): number {
  const middle = rule.initialWaitMs * rule.factor ** (retry - 1)
  return random * (2 * rule.randomization * middle + 1) + (1 - rule.randomization) * middle
}

/** The wait before one retry, as it can turn out. */
export interface RetryWait {
  /** 1 is the first. */
  readonly retry: number
  readonly shortestMs: number
  readonly longestMs: number
  /** Whether it can turn out longer than the longest wait that there may be: then the delivery gives up instead. */
  readonly mayGiveUp: boolean
}

/** The waits that a rule leads to when every attempt fails. Ends early where a wait is surely too long. */
export function retrySchedule(rule: RetryRule): readonly RetryWait[] {
  const waits = Array.from({ length: rule.maxRetry }, (_, index) => {
    const longestMs = waitBeforeRetry(rule, index + 1, 1)
    return {
      retry: index + 1,
      shortestMs: waitBeforeRetry(rule, index + 1, 0),
      longestMs: Math.min(longestMs, rule.maxWaitMs),
      mayGiveUp: longestMs > rule.maxWaitMs,
    }
  })
  const end = waits.findIndex(({ shortestMs }) => shortestMs > rule.maxWaitMs)
  return end === -1 ? waits : waits.slice(0, end)
}
