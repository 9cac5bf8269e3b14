import Type, { type Static } from 'typebox'

export const EventTypeParams = Type.Object({ event_type: Type.String({ description: 'either name' }) })

export const EventTypeResponse = Type.Object({
  event_type: Type.String({ description: 'the name of Harbor 2' }),
  proposal_name: Type.String({
    description:
      'the name of the webhook proposal, or one in its manner; policies take only those of the proposal',
  }),
  cloud_event_type: Type.String({ description: 'the `type` of the CloudEvents format' }),
  about: Type.String({ description: 'what an event is about: artifact, chart, scan, …' }),
  meaning: Type.String({ description: 'what happened, as a clause: `a Helm chart was uploaded`' }),
  is_meta: Type.Boolean({ description: 'Bellbuoy reports it of itself, and no source can' }),
})
export type EventTypeResponse = Static<typeof EventTypeResponse>

/** What one payload format writes for a sample event. */
export const PayloadExampleResponse = Type.Object({
  payload_format: Type.String(),
  notify_type: Type.String({ description: 'the kind of target that gets it' }),
  content_type: Type.String(),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  body: Type.String({ description: 'as it is sent, byte for byte' }),
})
export type PayloadExampleResponse = Static<typeof PayloadExampleResponse>

/** A policy that subscribes to an event type. */
export const SubscriberResponse = Type.Object({
  policy_id: Type.Integer(),
  policy_name: Type.String(),
  enabled: Type.Boolean(),
  project_name: Type.Optional(Type.String({ description: 'absent: a global policy' })),
})
export type SubscriberResponse = Static<typeof SubscriberResponse>

export const SubscribersResponse = Type.Object({
  items: Type.Array(SubscriberResponse),
  more: Type.Boolean({ description: 'there are others besides' }),
})
