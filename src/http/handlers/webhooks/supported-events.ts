import * as CALLS from '../../../contract/calls.ts'
import type { SupportedEventsResponse } from '../../../contract/webhooks/supported-events.ts'
import { EVENT_TYPES } from '../../../domain/event/event-type.ts'
import { type Route, answer } from '../../route.ts'
import { type TargetChecks, offeredKinds } from './target-draft.ts'

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

/** Everything that a policy may name: Harbor's `GetSupportedEventTypes`. */
export function supportedEventRoutes({ checks }: { readonly checks: TargetChecks }): readonly Route[] {
  const { payloadFormats } = checks
  const targetKinds = offeredKinds(checks)
  const others = EVENT_TYPES.filter((type) => !HARBOR_ORDER.includes(type))
  const common = {
    notify_type: targetKinds.map(({ type }) => type),
    payload_formats: targetKinds.map(({ type, ownFormat }) => ({
      formats: ownFormat === null ? payloadFormats.map(({ name }) => name) : [ownFormat],
      notify_type: type,
    })),
  }
  return answer(CALLS.getSupportedEvents, async ({ project }) => {
    // Sources belong to no project.
    const ours = project === null ? others : others.filter((type) => !type.startsWith('SOURCE_'))
    const body: SupportedEventsResponse = { event_type: [...HARBOR_ORDER, ...ours], ...common }
    return { status: 200, body }
  })
}
