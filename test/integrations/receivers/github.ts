import { type Reading, type Webhook, nothing } from './webhook.ts'

/**
 * `POST /repos/{owner}/{repo}/dispatches`, by github/rest-api-description, `repos/create-dispatch-event` (version 2022-11-28):
 * `event_type` of at most 100 characters, `client_payload` with at most ten properties. GitHub refuses a request without a user agent.
 */
export function github(
  webhook: Webhook,
  { token, types }: { token: string; types: readonly string[] },
): Reading {
  if (!/^\/repos\/[^/]+\/[^/]+\/dispatches$/.test(webhook.path)) return nothing(404)
  if ((webhook.headers['user-agent'] ?? '') === '') return nothing(403)
  if (webhook.headers.authorization !== `Bearer ${token}`) return nothing(401)
  const {
    event_type: type,
    client_payload: payload = {},
    ...unknown
  } = JSON.parse(webhook.body) as {
    readonly event_type?: unknown
    readonly client_payload?: Readonly<Record<string, unknown>>
  }
  if (typeof type !== 'string' || type.length > 100 || Object.keys(unknown).length > 0) return nothing(422)
  if (Object.keys(payload).length > 10) return nothing(422)
  return { status: 204, acts: types.includes(type) ? [`run with ${JSON.stringify(payload)}`] : [] }
}
