import { sql } from 'kysely'
import type { Statistics, StatisticsQuery, StatisticsReader } from '../../domain/delivery/statistics.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { readFailingTargets } from './failing-targets.ts'
import { readCompleteSince } from './recent-deliveries.ts'
import { readBuckets } from './statistics-buckets.ts'

/** Waiting deliveries that are counted. */
const MAX_WAITING = 100_000

/** Figures over the newest deliveries, by the index that lists follow; written for both databases. */
export function createStatistics({ read }: Connections): StatisticsReader {
  return async (query) => {
    const [buckets, waiting, failingTargets, completeSinceMs] = await Promise.all([
      readBuckets(read, query),
      readWaiting(read, query),
      readFailingTargets(read, query),
      readCompleteSince(read, query),
    ])
    return { ...buckets, waiting, failingTargets, completeSinceMs }
  }
}

async function readWaiting(
  read: Connections['read'],
  { projectId }: StatisticsQuery,
): Promise<Statistics['waiting']> {
  const [row] = await rowsOf(
    read,
    sql<{ count: number; oldest: number | null }>`select count(*) as count, min(created_at) as oldest from (
        select created_at, project_id from delivery where state = 'pending'
        order by created_at limit ${sql.lit(MAX_WAITING)}) as waiting
        ${projectId === null ? sql`` : sql`where project_id = ${sql.lit(projectId)}`}`,
  )
  return { count: row?.count ?? 0, oldestAtMs: row?.oldest ?? null }
}
