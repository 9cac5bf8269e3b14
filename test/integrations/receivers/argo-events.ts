import { type Reading, type Webhook, nothing, valueAt } from './webhook.ts'

/** An event source of the kind webhook, and a sensor behind it. */
export interface Sensor {
  readonly endpoint: string
  readonly token: string
  /** Of the filters of its dependency: paths into the event, each with the values that pass. */
  readonly filters: readonly { readonly path: string; readonly value: readonly string[] }[]
  /** What its trigger takes of the event. */
  readonly params: readonly string[]
}

/**
 * Argo Events by its pages "Webhook" and "Webhook Authentication" (argoproj.github.io/argo-events/eventsources): a POST to the endpoint with
 * the bearer token, of which the sensor sees `header` and `body`; what does not fit is a 400 (pkg/eventsources/sources/webhook/start.go).
 */
export function argoEvents(webhook: Webhook, { endpoint, token, filters, params }: Sensor): Reading {
  const { path, headers, body } = webhook
  if (path !== endpoint || headers.authorization !== `Bearer ${token}`) return nothing(400)
  const read = (of: string): string => valueAt(`{"body":${body}}`, of) ?? ''
  const passes = filters.every((filter) => filter.value.includes(read(filter.path)))
  return passes ? { status: 200, acts: params.map((param) => `${param}=${read(param)}`) } : nothing(200)
}
