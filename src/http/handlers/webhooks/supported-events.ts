import { SupportedEventsResponse } from '../../../contract/webhooks/supported-events.ts'
import { EVENT_TYPES } from '../../../domain/event/event-type.ts'
import { type Route, route } from '../../route.ts'
import type { Scope } from '../scope.ts'
import type { TargetChecks } from './target-draft.ts'

/** In Harbor's order, ours behind it. */
const HARBOR_ORDER: readonly string[] = [
  'PUSH_ARTIFACT',
  'PULL_ARTIFACT',
  'DELETE_ARTIFACT',
  'QUOTA_EXCEED',
  'QUOTA_WARNING',
  'SCANNING_FAILED',
  'SCANNING_STOPPED',
  'SCANNING_COMPLETED',
  'REPLICATION',
  'TAG_RETENTION',
]

/** What a policy may name: Harbor's `GetSupportedEventTypes`. */
export function supportedEventRoutes(
  { targetKinds, payloadFormats }: TargetChecks,
  scope: Scope,
): readonly Route[] {
  const others = EVENT_TYPES.filter((type) => !HARBOR_ORDER.includes(type))
  const body: SupportedEventsResponse = {
    event_type: [...HARBOR_ORDER, ...others],
    notify_type: targetKinds.map(({ type }) => type),
    payload_formats: targetKinds.map(({ type, ownFormat }) => ({
      formats: ownFormat === null ? payloadFormats.map(({ name }) => name) : [ownFormat],
      notify_type: type,
    })),
  }
  return [
    route({
      method: 'GET',
      path: `${scope.path}/events`,
      operation: scope.pick('GetSupportedEventTypes', 'GetSupportedEventTypesOfSystem'),
      summary: scope.pick(
        'List the event types, target kinds and payload formats that a policy may name',
        'List the event types, target kinds and payload formats that a global policy may name',
      ),
      tag: 'webhook',
      needs: 'notification-policy:read',
      schema: { params: scope.params({}) },
      answers: { 200: SupportedEventsResponse },
      handle: () => Promise.resolve({ status: 200, body }),
    }),
  ]
}
