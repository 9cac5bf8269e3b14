import * as CALLS from '../../../contract/calls.ts'
import type { StatisticsResponse } from '../../../contract/history/statistics.ts'
import { type Statistics, bucketLengthMs } from '../../../domain/figures/statistics.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { writtenTime } from './delivery-filter.ts'

export interface StatisticsParts {
  readonly store: Pick<Store, 'statistics'>
  readonly clock: { readonly now: () => number }
}

interface Span {
  readonly sinceMs: number
  readonly untilMs: number
}

/** How deliveries went over a time: throughput, success, latency, what waits, which targets fail. */
export function statisticsRoutes({ store, clock }: StatisticsParts): readonly Route[] {
  return answer(CALLS.getStatistics, async ({ project, query }) => {
    const sinceMs = writtenTime('since', query.since)
    const untilMs = query.until === undefined ? clock.now() : writtenTime('until', query.until)
    if (untilMs <= sinceMs) throw badRequest('until must be later than since')
    const bucketMs = bucketLengthMs(untilMs - sinceMs)
    const figures = await store.statistics({ projectId: project?.id ?? null, sinceMs, untilMs, bucketMs })
    return { status: 200, body: statisticsResponse(figures, { sinceMs, untilMs }) }
  })
}

function statisticsResponse(figures: Statistics, span: Span): StatisticsResponse {
  const { totals, waiting, failingTargets, completeSinceMs } = figures
  return {
    bucket_ms: figures.bucketMs,
    buckets: allBuckets(figures, span),
    totals: {
      ...totals,
      pending: waiting.count,
      ...(waiting.oldestAtMs !== null && { oldest_pending_at: timeInMs(waiting.oldestAtMs) }),
    },
    failing_targets: failingTargets.map((target) => ({
      target_id: target.targetId,
      policy_id: target.policyId,
      project_id: target.projectId,
      address: target.address,
      failed: target.failed,
      pending: target.pending,
      last_failure: target.lastFailure,
    })),
    ...(completeSinceMs !== null && { complete_since: timeInMs(completeSinceMs) }),
  }
}

const NOTHING = { accepted: 0, delivered: 0, failed: 0, p50Ms: null, p95Ms: null, p99Ms: null }

/** Those in which nothing happened too: a chart must not draw a line over them. */
function allBuckets({ buckets, bucketMs }: Statistics, { sinceMs, untilMs }: Span) {
  const known = new Map(buckets.map((bucket) => [bucket.atMs, bucket]))
  const first = Math.floor(sinceMs / bucketMs)
  const count = Math.ceil(untilMs / bucketMs) - first
  return Array.from({ length: count }, (_, index) => {
    const atMs = (first + index) * bucketMs
    const { accepted, delivered, failed, p50Ms, p95Ms, p99Ms } = known.get(atMs) ?? NOTHING
    return {
      at: timeInMs(atMs),
      accepted,
      delivered,
      failed,
      ...(p50Ms !== null && { p50_ms: p50Ms }),
      ...(p95Ms !== null && { p95_ms: p95Ms }),
      ...(p99Ms !== null && { p99_ms: p99Ms }),
    }
  })
}
