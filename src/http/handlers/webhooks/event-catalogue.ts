import * as CALLS from '../../../contract/calls.ts'
import type {
  EventTypeResponse,
  PayloadExampleResponse,
  SubscriberResponse,
} from '../../../contract/webhooks/event-catalogue.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import {
  EVENT_TYPES,
  type EventType,
  cloudEventTypeOf,
  eventTypeOf,
  happenedIn,
  isMetaEvent,
  proposalNameOf,
  shapeOf,
} from '../../../domain/event/event-type.ts'
import type { Subscriber } from '../../../domain/policy/subscribers.ts'
import type { Store } from '../../../domain/store.ts'
import type { PreviewPayload } from '../../../intake/payload-preview.ts'
import { type Call, type Route, answer } from '../../route.ts'
import { readableProjects } from './readable-projects.ts'
import { sampleContext } from './sample-context.ts'
import { type TargetChecks, offeredKinds } from './target-draft.ts'

export interface EventCatalogueParts {
  readonly store: Pick<Store, 'subscribers' | 'members' | 'projects'>
  readonly previewPayload: PreviewPayload
  readonly checks: Pick<TargetChecks, 'targetKinds' | 'payloadFormats'>
}

/** More than anyone reads; a list of all policies has pages. */
const MAX_SUBSCRIBERS = 500

/** What each event type means, what is sent for it, and who gets it. */
export function eventCatalogueRoutes(parts: EventCatalogueParts): readonly Route[] {
  const { store, checks } = parts
  return [
    answer(CALLS.listEventTypes, () => Promise.resolve({ status: 200, body: EVENT_TYPES.map(typeBody) })),
    answer(CALLS.listPayloadExamples, async (call) => {
      const type = typeIn(call.params)
      const wanted = formatsOf(checks)
      return { status: 200, body: await Promise.all(wanted.map((one) => exampleOf(type, one, call, parts))) }
    }),
    answer(CALLS.listSubscribers, async (call) => {
      const type = typeIn(call.params)
      const projectIds = await readableProjects(call.caller, store)
      const { items, hasMore } = await store.subscribers.of(type, projectIds, MAX_SUBSCRIBERS)
      return { status: 200, body: { items: items.map(subscriberBody), more: hasMore } }
    }),
  ].flat()
}

/** @throws BellbuoyError `NOT_FOUND` */
function typeIn({ event_type: name }: { readonly event_type: string }): EventType {
  const type = eventTypeOf(name)
  if (type === null) throw new BellbuoyError('NOT_FOUND', `there is no event type ${name}`)
  return type
}

function typeBody(type: EventType): EventTypeResponse {
  return {
    event_type: type,
    proposal_name: proposalNameOf(type),
    cloud_event_type: cloudEventTypeOf(type),
    about: shapeOf(type),
    meaning: happenedIn(type),
    is_meta: isMetaEvent(type),
  }
}

interface WantedFormat {
  readonly payload_format: string
  readonly notify_type: string
}

/** Every format with the kind of target that gets it; what a template writes is its author's. */
function formatsOf(checks: EventCatalogueParts['checks']): readonly WantedFormat[] {
  const common = checks.payloadFormats.filter(({ isTemplate }) => isTemplate !== true).map(({ name }) => name)
  return offeredKinds(checks).flatMap(({ type, ownFormat }) =>
    (ownFormat === null ? common : [ownFormat]).map((name) => ({ payload_format: name, notify_type: type })),
  )
}

async function exampleOf(
  type: EventType,
  wanted: WantedFormat,
  { caller, project }: Pick<Call, 'caller' | 'project'> & { readonly caller: NonNullable<Call['caller']> },
  { previewPayload }: Pick<EventCatalogueParts, 'previewPayload'>,
): Promise<PayloadExampleResponse> {
  const target = { id: 0, payloadFormat: wanted.payload_format, attachment: '', options: {} }
  const { payload } = await previewPayload(type, target, sampleContext({ caller, project }))
  const { contentType, headers, body } = payload
  return { ...wanted, content_type: contentType, ...(headers !== undefined && { headers }), body }
}

function subscriberBody({ policyId, policyName, isEnabled, projectName }: Subscriber): SubscriberResponse {
  return {
    policy_id: policyId,
    policy_name: policyName,
    enabled: isEnabled,
    ...(projectName !== null && { project_name: projectName }),
  }
}
