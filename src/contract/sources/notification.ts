import Type, { type Static } from 'typebox'

/** A manifest may have 4 MiB, zot sends it as a text in JSON, and an envelope may have many events. */
export const MAX_NOTIFICATION_BYTES = 32 * 1024 * 1024

/** What became of the entries of one notification. */
export const NotificationResponse = Type.Object({
  accepted: Type.Integer(),
  repeated: Type.Integer(),
  ignored: Type.Integer(),
})
export type NotificationResponse = Static<typeof NotificationResponse>
