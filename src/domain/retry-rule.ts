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
