import Type, { type Static } from 'typebox'

/** Path parameters and headers, as Harbor's API has them. */
export const ProjectParams = Type.Object({ project_name_or_id: Type.String() })
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
export type ListParams = Static<typeof ListParams>

export const ProjectsQuery = Type.Object({
  ...ListParams.properties,
  name: Type.Optional(Type.String({ description: 'part of the name' })),
  public: Type.Optional(Type.String({ description: 'true or 1, false or 0' })),
  owner: Type.Optional(Type.String({ description: 'name of the owner' })),
})
export const ProjectNameQuery = Type.Object({ project_name: Type.String({ minLength: 1 }) })
export const MembersQuery = Type.Object({
  ...PageQuery.properties,
  entityname: Type.Optional(Type.String({ description: 'part of the name' })),
})
export const MemberParams = Type.Object({ project_name_or_id: Type.String(), mid: Type.Integer() })
export const QuotaParams = Type.Object({ id: Type.Integer() })
export const QuotasQuery = Type.Object({
  ...ListParams.properties,
  reference: Type.Optional(
    Type.String({ description: 'kind of what has the quota: only `project` has any' }),
  ),
  reference_id: Type.Optional(Type.String({ description: 'id of the project' })),
})
