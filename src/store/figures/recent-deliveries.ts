import { type RawBuilder, sql } from 'kysely'
import type { StatisticsQuery } from '../../domain/figures/statistics.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { firstDeliverySince } from '../delivery/first-delivery.ts'

/** Newest deliveries that figures are computed from: a question about a month must not hold up others for seconds. */
const MAX_SCANNED = 50_000

/**
 * A `with` clause whose table `recent` has the deliveries of the time that are among the newest. Literals, so that both
 * databases divide whole numbers.
 */
export function withRecent({ projectId, sinceMs, untilMs }: StatisticsQuery): RawBuilder<unknown> {
  return sql`with scanned as (select id, target_id, state, redelivered_as, attempts, created_at, ended_at from delivery
      where ${indexed({ projectId, sinceMs })} order by id desc limit ${sql.lit(MAX_SCANNED)}),
    recent as (select * from scanned where created_at >= ${sql.lit(sinceMs)} and created_at < ${sql.lit(untilMs)})`
}

/** When the last delivery that is scanned was created, if there are more before it; else null. */
export async function readCompleteSince(
  read: Connections['read'],
  { projectId, sinceMs }: StatisticsQuery,
): Promise<number | null> {
  const [row] = await rowsOf(
    read,
    sql<{ created_at: number }>`select created_at from delivery where ${indexed({ projectId, sinceMs })}
      order by id desc limit 1 offset ${sql.lit(MAX_SCANNED)}`,
  )
  return row !== undefined && row.created_at >= sinceMs ? row.created_at : null
}

/** The condition that an index serves. */
function indexed({
  projectId,
  sinceMs,
}: Pick<StatisticsQuery, 'projectId' | 'sinceMs'>): RawBuilder<unknown> {
  const inTime = sql`id >= ${firstDeliverySince(sinceMs)}`
  return projectId === null ? inTime : sql`project_id = ${sql.lit(projectId)} and ${inTime}`
}
