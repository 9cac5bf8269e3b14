import { type RawBuilder, sql } from 'kysely'
import type { FailingTarget, StatisticsBucket, StatisticsQuery } from '../domain/statistics.ts'
import type { StatisticsReader } from '../domain/store.ts'
import type { Connections } from './connections.ts'

/** Newest deliveries that figures are made of: a question about a month must not hold up others for seconds. */
const MAX_LOOKED_AT = 50_000
/** Waiting deliveries that are counted. */
const MAX_WAITING = 100_000
const MAX_FAILING = 10

/** Figures over the newest deliveries, by the index that lists walk; written for both databases. */
export function createStatistics({ read }: Connections): StatisticsReader {
  const rowsOf: RowsOf = async (query) => (await query.execute(read)).rows
  return async (query) => {
    const [buckets, totals, waiting, failingTargets, completeSinceMs] = await Promise.all([
      bucketsOf(rowsOf, query),
      statesOf(rowsOf, query),
      waitingOf(rowsOf, query),
      failingOf(rowsOf, query),
      floorOf(rowsOf, query),
    ])
    return { buckets, totals, waiting, failingTargets, completeSinceMs }
  }
}

type RowsOf = <Row>(query: RawBuilder<Row>) => Promise<readonly Row[]>

async function bucketsOf(rowsOf: RowsOf, query: StatisticsQuery): Promise<readonly StatisticsBucket[]> {
  const bucket = bucketOf(query.bucketMs)
  const counts = await rowsOf(
    sql<CountRow>`${inside(query)} select ${bucket} as bucket, count(*) as accepted,
      sum(case when state = 'success' then 1 else 0 end) as delivered,
      sum(case when state = 'error' then 1 else 0 end) as failed from inside group by 1 order by 1`,
  )
  const waits = await rowsOf(
    sql<WaitRow>`${inside(query)}, ranked as (
        select ${bucket} as bucket, ended_at - created_at as wait,
          row_number() over (partition by ${bucket} order by ended_at - created_at) as place,
          count(*) over (partition by ${bucket}) as total
        from inside where state = 'success')
      select bucket, min(case when place * 100 >= total * 50 then wait end) as p50,
        min(case when place * 100 >= total * 95 then wait end) as p95,
        min(case when place * 100 >= total * 99 then wait end) as p99 from ranked group by bucket`,
  )
  const waitOf = new Map(waits.map((row) => [row.bucket, row]))
  return counts.map((row) => {
    const wait = waitOf.get(row.bucket)
    return {
      atMs: row.bucket * query.bucketMs,
      ...{ accepted: row.accepted, delivered: row.delivered, failed: row.failed },
      ...{ p50Ms: wait?.p50 ?? null, p95Ms: wait?.p95 ?? null, p99Ms: wait?.p99 ?? null },
    }
  })
}

async function statesOf(rowsOf: RowsOf, query: StatisticsQuery) {
  const rows = await rowsOf(
    sql<{ state: string; count: number }>`${inside(query)}
      select state, count(*) as count from inside group by state`,
  )
  const count = (...states: readonly string[]): number =>
    rows.reduce((sum, row) => sum + (states.includes(row.state) ? row.count : 0), 0)
  return {
    accepted: rows.reduce((sum, row) => sum + row.count, 0),
    delivered: count('success'),
    failed: count('error'),
    stopped: count('stopped'),
    expired: count('expired'),
  }
}

async function waitingOf(rowsOf: RowsOf, { projectId }: StatisticsQuery) {
  const [row] = await rowsOf(
    sql<{ count: number; oldest: number | null }>`select count(*) as count, min(created_at) as oldest from (
        select created_at, project_id from delivery where state = 'pending'
        order by created_at limit ${sql.lit(MAX_WAITING)}) as waiting ${projectOf(projectId)}`,
  )
  const oldest = row?.oldest ?? null
  return { count: row?.count ?? 0, oldestAtMs: oldest }
}

async function failingOf(rowsOf: RowsOf, query: StatisticsQuery): Promise<readonly FailingTarget[]> {
  const rows = await rowsOf(
    sql<FailingRow>`${inside(query)}, failing as (
        select target_id, max(id) as newest, sum(case when state = 'error' then 1 else 0 end) as failed,
          sum(case when state = 'pending' then 1 else 0 end) as pending
        from inside where state = 'error' or (state = 'pending' and attempts > 0) group by target_id)
      select f.target_id, d.policy_id, d.project_id, t.address, f.failed, f.pending, d.reason
      from failing f join delivery d on d.id = f.newest join target t on t.id = f.target_id
      where t.deleted_at is null order by f.failed + f.pending desc, f.target_id limit ${sql.lit(MAX_FAILING)}`,
  )
  return rows.map((row) => ({
    ...{ targetId: row.target_id, policyId: row.policy_id, projectId: row.project_id },
    ...{ address: row.address, failed: row.failed, pending: row.pending },
    lastFailure: row.reason,
  }))
}

/** When the last row that is looked at was made, if there are more before it. */
async function floorOf(rowsOf: RowsOf, { projectId, sinceMs }: StatisticsQuery): Promise<number | null> {
  const [row] = await rowsOf(
    sql<{ created_at: number }>`select created_at from delivery ${projectOf(projectId)}
      order by id desc limit 1 offset ${sql.lit(MAX_LOOKED_AT)}`,
  )
  return row !== undefined && row.created_at >= sinceMs ? row.created_at : null
}

interface CountRow {
  bucket: number
  accepted: number
  delivered: number
  failed: number
}

interface WaitRow {
  bucket: number
  p50: number
  p95: number
  p99: number
}

interface FailingRow {
  target_id: number
  policy_id: number
  project_id: number
  address: string
  failed: number
  pending: number
  reason: string
}

/** Deliveries of the time, among the newest. Literals, so that both databases divide whole numbers. */
function inside({ projectId, sinceMs, untilMs }: StatisticsQuery): RawBuilder<unknown> {
  return sql`with looked as (select id, target_id, state, attempts, created_at, ended_at from delivery
      ${projectOf(projectId)} order by id desc limit ${sql.lit(MAX_LOOKED_AT)}),
    inside as (select * from looked where created_at >= ${sql.lit(sinceMs)} and created_at < ${sql.lit(untilMs)})`
}

function bucketOf(bucketMs: number): RawBuilder<number> {
  return sql<number>`(created_at / ${sql.lit(bucketMs)})`
}

function projectOf(projectId: number | null): RawBuilder<unknown> {
  return projectId === null ? sql`` : sql`where project_id = ${sql.lit(projectId)}`
}
