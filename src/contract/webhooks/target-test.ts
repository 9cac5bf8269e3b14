import Type, { type Static } from 'typebox'
import { FailureBody, RequestBody, ResponseBody } from '../history/history.ts'
import { TargetRequest } from './policy.ts'

const EventTypeName = Type.Optional(Type.String({ default: 'PUSH_ARTIFACT', description: 'either name' }))

/** A stored target, sent one sample. */
export const TargetTestRequest = Type.Object({ event_type: EventTypeName })

/** A target that may not be stored yet, sent one sample. */
export const UnsavedTargetTestRequest = Type.Object({
  event_type: EventTypeName,
  target: TargetRequest,
  target_id: Type.Optional(
    Type.Integer({
      description: 'a stored target whose secrets stand in for those left out, at the same host',
    }),
  ),
})

export const TargetTestResponse = Type.Object({
  success: Type.Boolean({ description: 'whether a delivery would have been one' }),
  duration_ms: Type.Integer(),
  phases: Type.Optional(
    Type.Record(Type.String(), Type.Integer(), {
      description: 'milliseconds until a connection was there, until the answer began, until it ended',
    }),
  ),
  request: Type.Optional(Type.Object({ ...RequestBody.properties, body: Type.String() })),
  response: Type.Optional(ResponseBody),
  error: Type.Optional(FailureBody),
})
export type TargetTestResponse = Static<typeof TargetTestResponse>

/** What a target would get. Its address and secrets do not matter. */
export const PayloadPreviewRequest = Type.Object({ event_type: EventTypeName, target: TargetRequest })

export const PayloadPreviewResponse = Type.Object({
  content_type: Type.String(),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  body: Type.String(),
  warnings: Type.Array(Type.String(), { description: 'what the format had to do without' }),
})
