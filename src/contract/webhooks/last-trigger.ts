import Type, { type Static } from 'typebox'

/** When a policy last got an event of one of its types; year 1 means never. */
export const LastTriggerResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  enabled: Type.Optional(Type.Boolean()),
  event_type: Type.String(),
  last_trigger_time: Type.String({ format: 'date-time' }),
  policy_name: Type.Optional(Type.String()),
})
export type LastTriggerResponse = Static<typeof LastTriggerResponse>
