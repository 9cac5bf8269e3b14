import { ProjectParams } from '../../contract/params.ts'
import { SupportedEventsResponse } from '../../contract/supported-events.ts'
import { EVENT_TYPES } from '../../domain/event-type.ts'
import { type Route, route } from '../route.ts'
import type { PolicyChecks } from './policy-draft.ts'

/** In Harbor's order, ours behind it. */
const HARBOR_ORDER: readonly string[] = [
  ...['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT', 'QUOTA_EXCEED', 'QUOTA_WARNING'],
  ...['SCANNING_FAILED', 'SCANNING_STOPPED', 'SCANNING_COMPLETED', 'REPLICATION', 'TAG_RETENTION'],
]

/** What a policy may name: Harbor's `GetSupportedEventTypes`. */
export function supportedEventRoutes({ targetKinds, payloadFormats }: PolicyChecks): readonly Route[] {
  const others = EVENT_TYPES.filter((type) => !HARBOR_ORDER.includes(type))
  const kinds = targetKinds.map(({ type }) => type)
  const body: SupportedEventsResponse = {
    event_type: [...HARBOR_ORDER, ...others],
    notify_type: kinds,
    payload_formats: kinds.map((kind) => ({ formats: [...payloadFormats], notify_type: kind })),
  }
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/projects/:project_name_or_id/webhook/events',
      operation: 'GetSupportedEventTypes',
      summary: 'List the event types, target kinds and payload formats that a policy may name',
      tag: 'webhook',
      needs: 'notification-policy:read',
      schema: { params: ProjectParams },
      answers: { 200: SupportedEventsResponse },
      handle: () => Promise.resolve({ status: 200, body }),
    }),
  ]
}
