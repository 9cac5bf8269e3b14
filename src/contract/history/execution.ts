import Type, { type Static } from 'typebox'

/** One delivery, as Harbor's task framework shows it. Times are RFC 3339 in whole seconds. */
export const ExecutionResponse = Type.Object({
  end_time: Type.String(),
  extra_attrs: Type.Object({ event_type: Type.String(), payload: Type.String() }),
  id: Type.Integer(),
  metrics: Type.Record(Type.String(), Type.Integer()),
  start_time: Type.String(),
  status: Type.String(),
  status_message: Type.Optional(Type.String()),
  trigger: Type.String(),
  vendor_id: Type.Integer(),
  vendor_type: Type.String(),
})
export type ExecutionResponse = Static<typeof ExecutionResponse>

/** The same delivery as the one task of its execution. */
export const TaskResponse = Type.Object({
  creation_time: Type.String(),
  end_time: Type.String(),
  execution_id: Type.Integer(),
  id: Type.Integer(),
  run_count: Type.Optional(Type.Integer()),
  start_time: Type.String(),
  status: Type.String(),
  status_message: Type.Optional(Type.String()),
  update_time: Type.String(),
})
export type TaskResponse = Static<typeof TaskResponse>
