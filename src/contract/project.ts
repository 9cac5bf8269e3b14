import Type, { type Static } from 'typebox'

/** Only what Bellbuoy has a use for; Harbor's other fields are ignored. */
export const ProjectRequest = Type.Object({
  project_name: Type.Optional(Type.String()),
  public: Type.Optional(Type.Boolean()),
  metadata: Type.Optional(Type.Object({ public: Type.Optional(Type.String()) })),
})
export type ProjectRequest = Static<typeof ProjectRequest>

export const ProjectResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  metadata: Type.Object({ public: Type.String() }),
  name: Type.String(),
  project_id: Type.Integer(),
  update_time: Type.String({ format: 'date-time' }),
})
export type ProjectResponse = Static<typeof ProjectResponse>
