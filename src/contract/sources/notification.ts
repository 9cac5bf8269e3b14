import Type, { type Static } from 'typebox'

/** What became of the entries of one notification. */
export const NotificationResponse = Type.Object({
  accepted: Type.Integer(),
  repeated: Type.Integer(),
  ignored: Type.Integer(),
})
export type NotificationResponse = Static<typeof NotificationResponse>
