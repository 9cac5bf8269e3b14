import Type, { type Static, type TLiteral, type TUnion } from 'typebox'
import { type DeliveryState, DELIVERY_STATES } from '../../domain/delivery/delivery-state.ts'
import { EventContentBody } from './event-content.ts'
import { HistoryFilter } from './history-filter.ts'

const Time = Type.String({ format: 'date-time' })
const State = Type.Union(DELIVERY_STATES.map((state) => Type.Literal(state))) as TUnion<
  [TLiteral<DeliveryState>]
>
const KNOWN_POLICY = {
  policy_id: Type.Integer(),
  policy_name: Type.String(),
  policy_project_name: Type.Optional(Type.String({ description: 'absent: it is a policy of all projects' })),
}

/** How far a search came that was cut short. */
const SEARCHED = {
  searched_to: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'the search has come to this time; `next` goes on from there',
    }),
  ),
}

/** A delivery in a list. What is empty or null is left out. */
export const DeliveryResponse = Type.Object({
  id: Type.Integer(),
  event_id: Type.String(),
  event_type: Type.String({
    description: "the type that its payload names; in Harbor's way not always that of the event",
  }),
  repository: Type.String(),
  tag: Type.Optional(Type.String()),
  operator: Type.Optional(Type.String({ description: 'who caused its event' })),
  project_id: Type.Integer(),
  project_name: Type.Optional(Type.String({ description: 'absent: it concerns no project' })),
  ...KNOWN_POLICY,
  target_id: Type.Integer(),
  target_type: Type.String(),
  target_address: Type.String(),
  state: State,
  attempts: Type.Integer(),
  last_attempt: Type.Optional(
    Type.Object(
      {
        number: Type.Integer(),
        started_at: Time,
        duration_ms: Type.Integer(),
        status: Type.Optional(Type.Integer({ description: 'of the response, where there was one' })),
        failure: Type.Optional(Type.String({ description: 'the code of its failure; absent: it succeeded' })),
      },
      { description: 'how the last attempt ended' },
    ),
  ),
  reason: Type.Optional(Type.String({ description: 'why it is where it is' })),
  due_at: Type.Optional(Type.String({ format: 'date-time', description: 'when its next attempt is' })),
  redelivery_of: Type.Optional(Type.Integer({ description: 'the delivery that it sends again' })),
  redelivered_as: Type.Optional(
    Type.Integer({
      description:
        'the next delivery of its event to its target, which counts in its place: what failed and was sent again is no failure any more',
    }),
  ),
  created_at: Time,
  updated_at: Time,
  ended_at: Type.Optional(Time),
})
export type DeliveryResponse = Static<typeof DeliveryResponse>

/** Names in lower case; a value that came several times is a list. */
export const HeadersBody = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))

/** What was sent but for the body, with secrets left out. */
export const RequestBody = Type.Object({
  line: Type.String({ description: 'for example POST /hook HTTP/1.1' }),
  headers: HeadersBody,
  remark: Type.Optional(
    Type.String({ description: 'that the request was sent once more, over a new connection' }),
  ),
})

export const ResponseBody = Type.Object({
  status: Type.Integer(),
  headers: HeadersBody,
  body: Type.String({ description: 'its first bytes' }),
  truncated: Type.Boolean({ description: 'the answer went on after what is kept' }),
  protocol: Type.Optional(Type.String({ description: 'SMTP for a mail; HTTP/1.1 when left out' })),
  remark: Type.Optional(Type.String({ description: 'that the body broke off; the status counts anyway' })),
  recipients: Type.Optional(
    Type.Array(
      Type.Object({
        address: Type.String(),
        fate: Type.Union([Type.Literal('taken'), Type.Literal('deferred'), Type.Literal('refused')]),
        answer: Type.String({ description: 'of the mail server' }),
      }),
      { description: 'of a mail: whether the mail server accepted each recipient' },
    ),
  ),
})
export type ResponseBody = Static<typeof ResponseBody>

export const FailureBody = Type.Object({
  code: Type.String({ description: 'of a fixed list' }),
  text: Type.String({ description: 'one sentence for people' }),
})

export const AttemptBody = Type.Object({
  number: Type.Integer(),
  started_at: Time,
  duration_ms: Type.Integer(),
  request: Type.Optional(RequestBody),
  response: Type.Optional(ResponseBody),
  failure: Type.Optional(FailureBody),
})
export type AttemptBody = Static<typeof AttemptBody>

/** With a limit for the age of bodies: from when on payloads and records of attempts may be removed. */
const BODIES_KEPT = {
  bodies_kept_until: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        'from then on payload and records of attempts are old enough to be removed; absent: they stay as long as the delivery',
    }),
  ),
}

/** One delivery with all that is on record. */
export const DeliveryDetailResponse = Type.Object({
  ...DeliveryResponse.properties,
  content_type: Type.String(),
  payload: Type.String({
    description:
      'the body that is sent, as it stands; empty until its template has been run, and when it was removed',
  }),
  attempts_made: Type.Array(AttemptBody, { description: 'oldest first; empty when they were removed' }),
  ...BODIES_KEPT,
})
export type DeliveryDetailResponse = Static<typeof DeliveryDetailResponse>

export const DeliveriesResponse = Type.Object({
  items: Type.Array(DeliveryResponse),
  next: Type.Optional(
    Type.Integer({ description: 'cursor of the next part; a part may be short although one follows' }),
  ),
  ...SEARCHED,
})

export const EventResponse = Type.Object({
  id: Type.String(),
  type: Type.String(),
  project_id: Type.Integer(),
  project_name: Type.Optional(Type.String({ description: 'absent: it concerns no project' })),
  repository: Type.String(),
  tag: Type.Optional(Type.String()),
  digest: Type.Optional(Type.String()),
  operator: Type.Optional(Type.String()),
  source: Type.String(),
  occurred_at: Time,
  accepted_at: Time,
  withheld: Type.Optional(Type.String({ description: 'why nothing was delivered whatever policies say' })),
  held_until: Type.Optional(
    Type.String({
      format: 'date-time',
      description:
        "it is decided then, or as soon as it is known what it is; policies of Harbor's way did not wait",
    }),
  ),
  merged_into: Type.Optional(
    Type.String({
      description:
        "the event that this one is a part of; it is delivered instead, and this one only to policies of Harbor's way",
    }),
  ),
  late: Type.Optional(
    Type.Boolean({
      description:
        'true: it was reported after a later change of what it is about, so it moved no tag; otherwise left out',
    }),
  ),
  verdicts: Type.Array(Type.Object({ ...KNOWN_POLICY, verdict: Type.String() })),
  deliveries: Type.Array(DeliveryResponse),
  account: Type.Object({
    accepted: Type.Integer({ description: 'the sum of the others' }),
    delivered: Type.Integer(),
    failed: Type.Integer(),
    stopped: Type.Integer(),
    expired: Type.Integer(),
    filtered: Type.Integer(),
    merged: Type.Integer({ description: '1: the event was joined to the one in `merged_into`' }),
    pending: Type.Integer(),
  }),
})
export type EventResponse = Static<typeof EventResponse>

export const EventsResponse = Type.Object({
  items: Type.Array(EventResponse),
  next: Type.Optional(
    Type.String({ description: 'cursor of the next part; a part may be short although one follows' }),
  ),
  ...SEARCHED,
})

/** One event with all that its source reported. */
export const EventDetailResponse = Type.Object({
  ...EventResponse.properties,
  content: EventContentBody,
  ...BODIES_KEPT,
})
export type EventDetailResponse = Static<typeof EventDetailResponse>

/** Which deliveries to act on, by a filter or `all`; at the most 1000 at a time, newest first. */
export const BulkRequest = Type.Object({
  filter: Type.Optional(HistoryFilter),
  all: Type.Optional(
    Type.Boolean({
      description:
        'needed where there is no filter; without a state in the filter, a redelivery then takes what failed or expired',
    }),
  ),
  dry_run: Type.Optional(Type.Boolean({ description: 'only count' })),
  cursor: Type.Optional(Type.Integer({ description: 'the `next` of the last answer' })),
})
export type BulkRequest = Static<typeof BulkRequest>
/** Why a bulk redelivery did not take a delivery whose payload the retention has removed. */
export const PAYLOAD_REMOVED =
  'its payload was removed, since it is old: a replay of its event writes it anew'
/** What a bulk call did not take. */
export const LeftBody = Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }), {
  description: 'what was left alone, by the reason',
})
export const BulkResponse = Type.Object({
  matched: Type.Integer({ description: 'deliveries that it may act on' }),
  done: Type.Integer({ description: 'deliveries that it acted on' }),
  left: LeftBody,
  more: Type.Boolean({ description: 'there may be more: ask again' }),
  next: Type.Optional(Type.Integer({ description: 'cursor to ask again with' })),
})
export type LeftBody = Static<typeof LeftBody>
export type BulkResponse = Static<typeof BulkResponse>
export const RedeliveryResponse = Type.Object({ id: Type.Integer() })
