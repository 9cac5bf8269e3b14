import * as CALLS from '../../../contract/calls.ts'
import type {
  DeliveryCounts,
  LeaseCounts,
  SenderCounts,
  SweepCounts,
} from '../../../domain/delivery/delivery-counts.ts'
import { type Route, answer } from '../../route.ts'

export interface MetricsParts {
  readonly deliveryCounts: () => DeliveryCounts
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8'

/** What a monitoring system asks for again and again. */
export function metricsRoutes({ deliveryCounts }: MetricsParts): readonly Route[] {
  return [
    answer(CALLS.getMetrics, async () => ({
      status: 200,
      headers: { 'content-type': TEXT_FORMAT },
      body: deliveryMetrics(deliveryCounts()),
    })),
  ].flat()
}

/** The figures in that format. */
export function deliveryMetrics(counts: DeliveryCounts): string {
  return leaseMetrics(counts) + senderMetrics(counts) + sweepMetrics(counts)
}

function leaseMetrics({ handedOver, claimed, returned }: LeaseCounts): string {
  return `# HELP bellbuoy_deliveries_leased_total Deliveries that this process took to attempt them: stored under its lease (by="acceptance"), or claimed from the store, where they waited (by="claim").
# TYPE bellbuoy_deliveries_leased_total counter
bellbuoy_deliveries_leased_total{by="acceptance"} ${handedOver}
bellbuoy_deliveries_leased_total{by="claim"} ${claimed}
# HELP bellbuoy_deliveries_returned_total Leased deliveries that this process returned to the store without an attempt.
# TYPE bellbuoy_deliveries_returned_total counter
bellbuoy_deliveries_returned_total ${returned}
`
}

function senderMetrics({ attemptsUnderWay, attemptsLimit, targetsWaiting, turns }: SenderCounts): string {
  return `# HELP bellbuoy_attempts_under_way Attempts that this process is making.
# TYPE bellbuoy_attempts_under_way gauge
bellbuoy_attempts_under_way ${attemptsUnderWay}
# HELP bellbuoy_attempts_limit Attempts that may be under way now: the setting WEBHOOK_ATTEMPTS_AT_A_TIME, or fewer while file descriptors are used up.
# TYPE bellbuoy_attempts_limit gauge
bellbuoy_attempts_limit ${attemptsLimit}
# HELP bellbuoy_targets_waiting Targets that have an attempt to start and wait for their turn.
# TYPE bellbuoy_targets_waiting gauge
bellbuoy_targets_waiting ${targetsWaiting}
# HELP bellbuoy_attempts_in_turn_total Attempts that had to wait for their turn.
# TYPE bellbuoy_attempts_in_turn_total counter
bellbuoy_attempts_in_turn_total ${turns}
`
}

function sweepMetrics({ sweeps, freedTargets, expired }: SweepCounts): string {
  return `# HELP bellbuoy_sweeps_total Rounds of the sweeper over the store.
# TYPE bellbuoy_sweeps_total counter
bellbuoy_sweeps_total ${sweeps}
# HELP bellbuoy_sweeper_freed_targets_total Targets whose deliveries the sweeper freed, since the process that held them is gone.
# TYPE bellbuoy_sweeper_freed_targets_total counter
bellbuoy_sweeper_freed_targets_total ${freedTargets}
# HELP bellbuoy_deliveries_expired_total Deliveries that the sweeper ended, since they were too old.
# TYPE bellbuoy_deliveries_expired_total counter
bellbuoy_deliveries_expired_total ${expired}
`
}
