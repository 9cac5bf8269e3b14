import Type, { type Static } from 'typebox'

/** A delivery in the shape that Harbor had before executions. */
export const JobResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  event_type: Type.String(),
  id: Type.Integer(),
  job_detail: Type.String({ description: 'the payload' }),
  notify_type: Type.String(),
  policy_id: Type.Integer(),
  status: Type.String(),
  update_time: Type.String({ format: 'date-time' }),
})
export type JobResponse = Static<typeof JobResponse>
