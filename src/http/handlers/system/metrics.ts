import * as CALLS from '../../../contract/calls.ts'
import type { LeaseCounts } from '../../../domain/delivery/lease-counts.ts'
import { type Route, answer } from '../../route.ts'

export interface MetricsParts {
  readonly leaseCounts: () => LeaseCounts
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8'

/** What a monitoring system asks for again and again. */
export function metricsRoutes({ leaseCounts }: MetricsParts): readonly Route[] {
  return [
    answer(CALLS.getMetrics, async () => ({
      status: 200,
      headers: { 'content-type': TEXT_FORMAT },
      body: leaseMetrics(leaseCounts()),
    })),
  ].flat()
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
