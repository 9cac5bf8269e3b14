/** A token bucket: attempts start at a steady rate, and some at once after a rest. */
export interface RateLimit {
  readonly perSecond: number
  /** Tokens that gather while nothing is sent; 1 at least. */
  readonly burst: number
}

/** How a target wants its deliveries paced. */
export interface Pace {
  /** Null: as fast as it answers. */
  readonly limit: RateLimit | null
  /** Above 0: what arrives is gathered so long, in ms, and sent together. */
  readonly gatherMs: number
  /** Nothing may start here before, since another process paces the target. */
  readonly restUntilMs?: number
}
