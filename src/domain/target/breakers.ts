/** A target whose receiver gives no answer: its breaker is open, and deliveries without an attempt wait. */
export interface Unreachable {
  readonly targetId: number
  readonly sinceMs: number
  /** How the attempt failed that opened the breaker. */
  readonly reason: string
  /** How old its oldest waiting delivery is, as its maximum age counts; null when none waits. */
  readonly oldestAgeMs: number | null
}

/** Which breakers are open, so that a restart sends nothing to those targets but probes, and users see them. */
export interface Breakers {
  open: (targetId: number, reason: string) => Promise<void>
  close: (targetId: number) => Promise<void>
  /** The targets with an open one. */
  all: () => Promise<readonly number[]>
  /** Those of these targets that have an open one. */
  of: (targetIds: readonly number[]) => Promise<readonly Unreachable[]>
}
