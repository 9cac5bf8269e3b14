import { type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import type {
  FailingTarget,
  StatisticsBucket,
  StatisticsQuery,
  StatisticsReader,
} from '../../domain/delivery/statistics.ts'
import type { Connections } from '../connections.ts'
import { firstDeliverySince } from './first-delivery.ts'

/** Newest deliveries that figures are made of: a question about a month must not hold up others for seconds. */
const MAX_LOOKED_AT = 50_000
/** Waiting deliveries that are counted. */
const MAX_WAITING = 100_000
const MAX_FAILING = 10

/** Figures over the newest deliveries, by the index that lists walk; written for both databases. */
export function createStatistics({ read }: Connections): StatisticsReader {
  const rowsOf: RowsOf = async (query) => (await query.execute(read)).rows
  return async (query) => {
    const [counts, waits, waiting, failingTargets, completeSinceMs] = await Promise.all([
      countsOf(rowsOf, query),
      waitsOf(rowsOf, query),
      waitingOf(rowsOf, query),
      failingOf(rowsOf, query),
      floorOf(rowsOf, query),
    ])
    return {
      buckets: bucketsOf(counts, waits, query),
      totals: totalsOf(counts),
      waiting,
      failingTargets,
      completeSinceMs,
    }
  }
}

type RowsOf = <Row>(query: RawBuilder<Row>) => Promise<readonly Row[]>

function countsOf(rowsOf: RowsOf, query: StatisticsQuery): Promise<readonly CountRow[]> {
  return rowsOf(
    sql<CountRow>`${inside(query)} select ${bucketOf(query.bucketMs)} as bucket, count(*) as accepted,
      ${howMany('success')} as delivered, ${howMany('error')} as failed, ${howMany('stopped')} as stopped,
      ${howMany('expired')} as expired from inside group by 1 order by 1`,
  )
}

function howMany(state: DeliveryState): RawBuilder<number> {
  return sql<number>`sum(case when state = ${sql.lit(state)} then 1 else 0 end)`
}

function waitsOf(rowsOf: RowsOf, query: StatisticsQuery): Promise<readonly WaitRow[]> {
  return rowsOf(
    sql<WaitRow>`${inside(query)}, waited as (
        select ${bucketOf(query.bucketMs)} as bucket, ended_at - created_at as wait from inside where state = 'success'),
      ranked as (
        select bucket, wait, row_number() over (partition by bucket order by wait) as place,
          count(*) over (partition by bucket) as total from waited)
      select bucket, min(case when place * 100 >= total * 50 then wait end) as p50,
        min(case when place * 100 >= total * 95 then wait end) as p95,
        min(case when place * 100 >= total * 99 then wait end) as p99 from ranked group by bucket`,
  )
}

function bucketsOf(
  counts: readonly CountRow[],
  waits: readonly WaitRow[],
  { bucketMs }: StatisticsQuery,
): readonly StatisticsBucket[] {
  const waitOf = new Map(waits.map((row) => [row.bucket, row]))
  return counts.map((row) => {
    const wait = waitOf.get(row.bucket)
    return {
      atMs: row.bucket * bucketMs,
      accepted: row.accepted,
      delivered: row.delivered,
      failed: row.failed,
      p50Ms: wait?.p50 ?? null,
      p95Ms: wait?.p95 ?? null,
      p99Ms: wait?.p99 ?? null,
    }
  })
}

function totalsOf(counts: readonly CountRow[]) {
  const sum = (column: Exclude<keyof CountRow, 'bucket'>): number =>
    counts.reduce((total, row) => total + row[column], 0)
  return {
    accepted: sum('accepted'),
    delivered: sum('delivered'),
    failed: sum('failed'),
    stopped: sum('stopped'),
    expired: sum('expired'),
  }
}

async function waitingOf(rowsOf: RowsOf, { projectId }: StatisticsQuery) {
  const [row] = await rowsOf(
    sql<{ count: number; oldest: number | null }>`select count(*) as count, min(created_at) as oldest from (
        select created_at, project_id from delivery where state = 'pending'
        order by created_at limit ${sql.lit(MAX_WAITING)}) as waiting
        ${projectId === null ? sql`` : sql`where project_id = ${sql.lit(projectId)}`}`,
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
    targetId: row.target_id,
    policyId: row.policy_id,
    projectId: row.project_id,
    address: row.address,
    failed: row.failed,
    pending: row.pending,
    lastFailure: row.reason,
  }))
}

/** When the last row that is looked at was made, if there are more before it. */
async function floorOf(rowsOf: RowsOf, { projectId, sinceMs }: StatisticsQuery): Promise<number | null> {
  const [row] = await rowsOf(
    sql<{ created_at: number }>`select created_at from delivery where ${within({ projectId, sinceMs })}
      order by id desc limit 1 offset ${sql.lit(MAX_LOOKED_AT)}`,
  )
  return row !== undefined && row.created_at >= sinceMs ? row.created_at : null
}

interface CountRow {
  bucket: number
  accepted: number
  delivered: number
  failed: number
  stopped: number
  expired: number
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
      where ${within({ projectId, sinceMs })} order by id desc limit ${sql.lit(MAX_LOOKED_AT)}),
    inside as (select * from looked where created_at >= ${sql.lit(sinceMs)} and created_at < ${sql.lit(untilMs)})`
}

/** What an index can follow. */
function within({ projectId, sinceMs }: Pick<StatisticsQuery, 'projectId' | 'sinceMs'>): RawBuilder<unknown> {
  const inTime = sql`id >= ${firstDeliverySince(sinceMs)}`
  return projectId === null ? inTime : sql`project_id = ${sql.lit(projectId)} and ${inTime}`
}

function bucketOf(bucketMs: number): RawBuilder<number> {
  return sql<number>`(created_at / ${sql.lit(bucketMs)})`
}
