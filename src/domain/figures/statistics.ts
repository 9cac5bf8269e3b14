/** The deliveries of a time, for charts. Null: of all projects. */
export interface StatisticsQuery {
  readonly projectId: number | null
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
  /** How long a bucket is. */
  readonly bucketMs: number
}

/** Deliveries that were created within one span of time. */
export interface StatisticsBucket {
  /** When it begins: a multiple of its length. */
  readonly atMs: number
  readonly accepted: number
  readonly delivered: number
  readonly failed: number
  /** From accepted to delivered, retries and waits included; null when nothing was. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

/** A target that deliveries of the time failed at, or wait for after a failure. */
export interface FailingTarget {
  readonly targetId: number
  readonly policyId: number
  readonly projectId: number
  readonly address: string
  readonly failed: number
  /** Waiting after at least one failure. */
  readonly pending: number
  /** Why the newest of them failed. */
  readonly lastFailure: string
}

export interface Statistics {
  /** How long a bucket is: as asked, or longer where the figures come from those of hours. */
  readonly bucketMs: number
  /** Only those in which something happened, oldest first. */
  readonly buckets: readonly StatisticsBucket[]
  /** What failed or expired and was sent again is `redelivered`, and no failure any more. */
  readonly totals: Readonly<
    Record<'accepted' | 'delivered' | 'failed' | 'stopped' | 'expired' | 'redelivered', number>
  >
  /** Deliveries that wait now, whenever they were created. */
  readonly waiting: { readonly count: number; readonly oldestAtMs: number | null }
  /** Those with most failures first. */
  readonly failingTargets: readonly FailingTarget[]
  /** When figures reach back less far than asked, since older hours are not counted yet or forgotten: from when on they are complete. */
  readonly completeSinceMs: number | null
}

/** Lengths of buckets that read well on a chart. */
const LENGTHS_MS = [1, 5, 15, 30, 60, 180, 360, 720, 1440].map((minutes) => minutes * 60_000)
const MAX_BUCKETS = 62

/** The shortest length of a bucket that cuts a time into few enough pieces to draw. */
export function bucketLengthMs(lengthMs: number): number {
  const fitting = LENGTHS_MS.find((one) => lengthMs / one <= MAX_BUCKETS)
  return fitting ?? Math.ceil(lengthMs / MAX_BUCKETS / 86_400_000) * 86_400_000
}

/**
 * Figures of a time. Where it has more deliveries than can be counted at once, what is older comes from the figures of hours: from the
 * beginning of the first hour on, with waits that are up to a quarter too long.
 */
export type StatisticsReader = (query: StatisticsQuery) => Promise<Statistics>
