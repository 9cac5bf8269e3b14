import { bearerToken } from '../../../accounts/credentials.ts'
import { secretsEqual } from '../../../accounts/secret-equality.ts'
import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Route, answer } from '../../route.ts'

export interface MetricsParts {
  readonly metrics: {
    /** What the process counts and measures, in the text format of Prometheus. */
    readonly text: () => Promise<string>
    /** Who shows it may read them; null: nobody can. */
    readonly token: string | null
  }
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8'

/** What a monitoring system asks for again and again. */
export function metricsRoutes({ metrics }: MetricsParts): readonly Route[] {
  const assertKnown: Route['assertKnown'] = ({ headers, caller }) => {
    if (caller === null && !showsMetricsToken(headers['authorization'], metrics.token))
      throw new BellbuoyError(
        'UNAUTHORIZED',
        'unauthorized: log in, or send METRICS_TOKEN as "Authorization: Bearer TOKEN"',
      )
    return Promise.resolve()
  }
  const routes = answer(CALLS.getMetrics, async ({ headers, authorize }) => {
    if (!showsMetricsToken(headers['authorization'], metrics.token))
      await authorize('configuration:read', null)
    return { status: 200, headers: { 'content-type': TEXT_FORMAT }, body: await metrics.text() }
  })
  return routes.map((route) => ({ ...route, assertKnown }))
}

export function showsMetricsToken(header: string | string[] | undefined, token: string | null): boolean {
  const given = bearerToken(typeof header === 'string' ? header : undefined)
  return given !== null && token !== null && secretsEqual(given, token)
}
