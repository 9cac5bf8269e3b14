import Type from 'typebox'

/** Path parameters and headers, as Harbor's API has them. */
export const ProjectParams = Type.Object({ project_name_or_id: Type.String() })
export const PolicyParams = Type.Object({
  project_name_or_id: Type.String(),
  webhook_policy_id: Type.Integer(),
})
export const ExecutionParams = Type.Object({
  project_name_or_id: Type.String(),
  webhook_policy_id: Type.Integer(),
  execution_id: Type.Integer(),
})
export const TaskParams = Type.Object({
  project_name_or_id: Type.String(),
  webhook_policy_id: Type.Integer(),
  execution_id: Type.Integer(),
  task_id: Type.Integer(),
})
export const TargetParams = Type.Object({ project_name_or_id: Type.String(), target_id: Type.Integer() })
export const GlobalTargetParams = Type.Object({ target_id: Type.Integer() })
export const SourceParams = Type.Object({ source: Type.String() })

/** `page_size` 0 and below mean all; more than 100 is refused. */
export const PageQuery = Type.Object({
  page: Type.Optional(Type.Integer({ default: 1 })),
  page_size: Type.Optional(Type.Integer({ default: 10, maximum: 100 })),
})
/** A list that can be asked with Harbor's `q` and `sort`. */
export const ListParams = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String()),
  sort: Type.Optional(Type.String()),
})
export const ProjectsQuery = Type.Object({
  ...PageQuery.properties,
  name: Type.Optional(Type.String()),
})
