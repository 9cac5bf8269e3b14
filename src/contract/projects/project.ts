import Type, { type Static } from 'typebox'
import { QuotaSummary } from './quota.ts'

/** The vulnerabilities that a registry lets pass. Bellbuoy keeps the list for its clients, and has no use for it. */
const CveAllowlistRequest = Type.Object({
  expires_at: Type.Optional(Type.Integer({ description: 'Unix seconds' })),
  items: Type.Optional(Type.Array(Type.Object({ cve_id: Type.Optional(Type.String()) }))),
})

const CveAllowlistResponse = Type.Object({
  creation_time: Type.String({ format: 'date-time' }),
  expires_at: Type.Optional(Type.Integer()),
  id: Type.Integer(),
  items: Type.Array(Type.Object({ cve_id: Type.String() })),
  project_id: Type.Integer(),
  update_time: Type.String({ format: 'date-time' }),
})

/** Only what Bellbuoy has a use for, or keeps for clients; Harbor's other fields are ignored. */
export const ProjectRequest = Type.Object({
  cve_allowlist: Type.Optional(CveAllowlistRequest),
  project_name: Type.Optional(Type.String({ maxLength: 255 })),
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
  cve_allowlist: CveAllowlistResponse,
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

/** Counts are left out when zero, but for that of the repositories; all of members for callers who may not list these; the quota for callers who are no members. */
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
