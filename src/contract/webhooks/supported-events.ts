import Type, { type Static } from 'typebox'

/** What a policy may name. */
export const SupportedEventsResponse = Type.Object({
  event_type: Type.Array(Type.String()),
  notify_type: Type.Array(Type.String()),
  payload_formats: Type.Array(
    Type.Object({ formats: Type.Array(Type.String()), notify_type: Type.String() }),
  ),
})
export type SupportedEventsResponse = Static<typeof SupportedEventsResponse>
