import { type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import type { Statistics, StatisticsBucket, StatisticsQuery } from '../../domain/figures/statistics.ts'
import type { Connections } from '../connections.ts'
import { RECOVERED } from '../delivery/again/recover.ts'
import { rowsOf } from '../rows-of.ts'
import { withRecent } from './recent-deliveries.ts'
import { totalsOf } from './totals.ts'

interface CountRow {
  readonly bucket: number
  readonly accepted: number
  readonly delivered: number
  readonly failed: number
  readonly stopped: number
  readonly expired: number
  readonly redelivered: number
}

interface WaitRow {
  readonly bucket: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** The figures of each bucket, and their sums. */
export async function readBuckets(
  read: Connections['read'],
  query: StatisticsQuery,
): Promise<Pick<Statistics, 'buckets' | 'totals'>> {
  const [counts, waits] = await Promise.all([readCounts(read, query), readWaits(read, query)])
  const waitOf = new Map(waits.map((row) => [row.bucket, row]))
  return {
    buckets: counts.map((row) => bucketOf(row, waitOf.get(row.bucket), query.bucketMs)),
    totals: totalsOf(counts),
  }
}

function readCounts(read: Connections['read'], query: StatisticsQuery): Promise<readonly CountRow[]> {
  return rowsOf(
    read,
    sql<CountRow>`${withRecent(query)} select ${bucketNumber(query.bucketMs)} as bucket, count(*) as accepted,
      ${howMany('success')} as delivered, ${howMany('error')} as failed, ${howMany('stopped')} as stopped,
      ${howMany('expired')} as expired,
      sum(case when ${RECOVERED} then 1 else 0 end) as redelivered from recent group by 1 order by 1`,
  )
}

/** How long deliveries took that succeeded: per bucket the shortest wait that so many per cent did not exceed. */
function readWaits(read: Connections['read'], query: StatisticsQuery): Promise<readonly WaitRow[]> {
  return rowsOf(
    read,
    sql<WaitRow>`${withRecent(query)}, waited as (
        select ${bucketNumber(query.bucketMs)} as bucket, ended_at - created_at as wait
        from recent where state = 'success'),
      ranked as (
        select bucket, wait, row_number() over (partition by bucket order by wait) as position,
          count(*) over (partition by bucket) as total from waited)
      select bucket, min(case when position * 100 >= total * 50 then wait end) as p50,
        min(case when position * 100 >= total * 95 then wait end) as p95,
        min(case when position * 100 >= total * 99 then wait end) as p99 from ranked group by bucket`,
  )
}

function bucketNumber(bucketMs: number): RawBuilder<number> {
  return sql<number>`(created_at / ${sql.lit(bucketMs)})`
}

function howMany(state: DeliveryState): RawBuilder<number> {
  return sql<number>`sum(case when state = ${sql.lit(state)} and not (${RECOVERED}) then 1 else 0 end)`
}

function bucketOf(row: CountRow, wait: WaitRow | undefined, bucketMs: number): StatisticsBucket {
  return {
    atMs: row.bucket * bucketMs,
    accepted: row.accepted,
    delivered: row.delivered,
    failed: row.failed,
    p50Ms: wait?.p50 ?? null,
    p95Ms: wait?.p95 ?? null,
    p99Ms: wait?.p99 ?? null,
  }
}
