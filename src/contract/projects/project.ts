import Type, { type Static } from 'typebox'
import { QuotaSummary } from './quota.ts'

/** Only what Bellbuoy has a use for; Harbor's other fields are ignored. */
export const ProjectRequest = Type.Object({
  project_name: Type.Optional(Type.String()),
  public: Type.Optional(Type.Boolean()),
  metadata: Type.Optional(Type.Record(Type.String(), Type.String())),
  storage_limit: Type.Optional(
    Type.Union([Type.Integer({ minimum: -1 }), Type.Null()], { description: 'in bytes; -1: none' }),
  ),
})
export type ProjectRequest = Static<typeof ProjectRequest>

export const ProjectResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  current_user_role_id: Type.Optional(Type.Integer()),
  current_user_role_ids: Type.Optional(Type.Array(Type.Integer())),
  metadata: Type.Record(Type.String(), Type.String()),
  name: Type.String(),
  owner_id: Type.Optional(Type.Integer()),
  owner_name: Type.Optional(Type.String()),
  project_id: Type.Integer(),
  repo_count: Type.Integer(),
  update_time: Type.String({ format: 'date-time' }),
})
export type ProjectResponse = Static<typeof ProjectResponse>

export const ProjectDeletableResponse = Type.Object({ deletable: Type.Boolean() })

/** Counts are left out when zero, but for that of the repositories; the quota for who is no member. */
export const ProjectSummaryResponse = Type.Object({
  developer_count: Type.Optional(Type.Integer()),
  guest_count: Type.Optional(Type.Integer()),
  limited_guest_count: Type.Optional(Type.Integer()),
  maintainer_count: Type.Optional(Type.Integer()),
  project_admin_count: Type.Optional(Type.Integer()),
  quota: Type.Optional(QuotaSummary),
  repo_count: Type.Integer(),
})
export type ProjectSummaryResponse = Static<typeof ProjectSummaryResponse>
