import { sql } from 'kysely'
import type { Statistics, StatisticsQuery, StatisticsReader } from '../../domain/figures/statistics.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { readFailingTargets } from './failing-targets.ts'
import { readCompleteSince } from './recent-deliveries.ts'
import { bucketsOfHours } from './buckets-of-hours.ts'
import { readRemovedUntil } from './read-hours.ts'
import { readBuckets } from './statistics-buckets.ts'

/** Waiting deliveries that are counted. */
const MAX_WAITING = 100_000

/** Figures over the newest deliveries, by the index that lists follow, and over those of hours; written for both databases. */
export function createStatistics({ read, now }: Connections): StatisticsReader {
  return async (query) => {
    const [figures, waiting, failingTargets] = await Promise.all([
      readFigures(read, query, now()),
      readWaiting(read, query),
      readFailingTargets(read, query),
    ])
    return { ...figures, waiting, failingTargets }
  }
}

async function readFigures(
  read: Connections['read'],
  query: StatisticsQuery,
  nowMs: number,
): Promise<Omit<Statistics, 'waiting' | 'failingTargets'>> {
  const [scannedSinceMs, removedUntilMs] = await Promise.all([
    readCompleteSince(read, query),
    readRemovedUntil(read, query),
  ])
  const recentSinceMs = Math.max(scannedSinceMs ?? 0, removedUntilMs ?? 0)
  if (recentSinceMs > 0) return bucketsOfHours(read, query, { recentSinceMs, nowMs })
  return { bucketMs: query.bucketMs, ...(await readBuckets(read, query)), completeSinceMs: null }
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
