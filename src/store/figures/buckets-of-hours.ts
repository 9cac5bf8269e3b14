import type { Kysely } from 'kysely'
import { type Figures, NO_FIGURES, addFigures } from '../../domain/figures/figures.ts'
import { HOUR_MS, PROJECT_FIGURES_MS, hourOf } from '../../domain/figures/hour-figures.ts'
import type { Statistics, StatisticsBucket, StatisticsQuery } from '../../domain/figures/statistics.ts'
import { waitOf } from '../../domain/figures/waits.ts'
import type { Schema } from '../schema.ts'
import { countDeliveries } from './count-deliveries.ts'
import { readHours, uncountedUntil } from './read-hours.ts'
import { totalsOf } from './totals.ts'

type HoursFigures = Pick<Statistics, 'bucketMs' | 'buckets' | 'totals' | 'completeSinceMs'>

/**
 * Figures of a time that has too many deliveries to count them at once, or some that are removed: those of whole hours, and behind them of what
 * is recent enough to be counted.
 *
 * @param recentSinceMs from when on all deliveries are stored, and few enough
 */
export async function bucketsOfHours(
  read: Kysely<Schema>,
  query: StatisticsQuery,
  { recentSinceMs, nowMs }: { readonly recentSinceMs: number; readonly nowMs: number },
): Promise<HoursFigures> {
  const { projectId, sinceMs, untilMs } = query
  const bucketMs = Math.max(query.bucketMs, HOUR_MS)
  const hours = await readHours(read, { projectId, sinceMs, untilMs: Math.min(untilMs, recentSinceMs) })
  const buckets = new Map<number, Figures>()
  const add = (atMs: number, figures: Figures): void => {
    const bucketAt = Math.floor(atMs / bucketMs) * bucketMs
    buckets.set(bucketAt, addFigures(buckets.get(bucketAt) ?? NO_FIGURES, figures))
  }
  for (const [atMs, { figures }] of hours) add(atMs, figures)
  const lastHour = hourOf(recentSinceMs - 1)
  const countedUntilMs = Math.min(lastHour + HOUR_MS, hours.get(lastHour)?.countedAtMs ?? 0)
  const span = { projectId, sinceMs: Math.max(countedUntilMs, recentSinceMs), untilMs, stepMs: HOUR_MS }
  if (span.sinceMs < untilMs)
    for (const { atMs, figures } of await countDeliveries(read, span)) add(atMs, figures)
  const missingUntilMs = [
    untilMs > lastHour && countedUntilMs < recentSinceMs ? recentSinceMs : null,
    await uncountedUntil(read, Math.min(untilMs, lastHour)),
    forgottenUntil(query, nowMs),
  ]
  const completeSinceMs = Math.max(...missingUntilMs.map((atMs) => atMs ?? 0))
  return {
    bucketMs,
    buckets: [...buckets]
      .sort(([one], [other]) => one - other)
      .map(([atMs, figures]) => bucketOf(atMs, figures)),
    totals: totalsOf([...buckets.values()]),
    completeSinceMs: completeSinceMs > sinceMs ? completeSinceMs : null,
  }
}

function forgottenUntil({ projectId, sinceMs }: StatisticsQuery, nowMs: number): number | null {
  const keptSinceMs = nowMs - PROJECT_FIGURES_MS
  return projectId === null || sinceMs >= keptSinceMs ? null : keptSinceMs
}

function bucketOf(atMs: number, { accepted, delivered, failed, waits }: Figures): StatisticsBucket {
  return {
    atMs,
    accepted,
    delivered,
    failed,
    p50Ms: waitOf(50, waits),
    p95Ms: waitOf(95, waits),
    p99Ms: waitOf(99, waits),
  }
}
