import type { Generated } from 'kysely'

export interface PeopleTables {
  user: UserTable
  access_token: AccessTokenTable
  member: MemberTable
  robot: RobotTable
  /** Session ids are stored as hashes only. */
  login_try: LoginTryTable
  device_login: DeviceLoginTable
  session: { id_hash: string; user_id: number; created_at: number; seen_at: number }
  audit: AuditTable
}

export interface UserTable {
  id: Generated<number>
  name: string
  is_system_admin: number
  /** Empty for users who log in elsewhere. */
  password_hash: string
  email: Generated<string>
  realname: Generated<string>
  comment: Generated<string>
  /** From the OIDC provider, as of the last log-in. */
  groups_json: Generated<string>
  /** `issuer subject` of the OIDC provider, or null for local users. */
  oidc_subject: string | null
  created_at: number
  updated_at: number
}

export interface AccessTokenTable {
  id: Generated<number>
  user_id: number
  name: string
  /** SHA-256 in hex. */
  secret_hash: string
  /** Null: all that its user may. */
  limits_json: string | null
  created_at: number
  /** Null: never. */
  expires_at: number | null
  /** Null: not yet. */
  last_used_at: number | null
}

/** Either a user or a group of the OIDC provider. */
export interface MemberTable {
  id: Generated<number>
  project_id: number
  role_id: number
  user_id: number | null
  group_name: string | null
  created_at: number
}

export interface RobotTable {
  id: Generated<number>
  /** Without the prefix; `project+name` for those of a project. */
  name: string
  level: string
  /** 0 for those of the system. */
  project_id: number
  description: string
  secret_hash: string
  permissions_json: string
  creator: string
  /** 0 when not known. */
  creator_id: Generated<number>
  disabled: number
  /** -1: never expires. */
  duration_days: number
  expires_at: number | null
  created_at: number
  updated_at: number
}

export interface AuditTable {
  id: Generated<number>
  at: number
  /** 0 for what belongs to no project. */
  project_id: number
  actor: string
  operation: string
  resource_type: string
  resource: string
  resource_id: number | null
  /** How many deliveries it sent or stopped. */
  done: number | null
  operation_id: string
  path: string
  status: number
  address: string
  request_id: string
  /** What changed, as a list of `AuditChange`; null for entries without. */
  changes_json: string | null
  /** Name of the access token that the call came with; null without one. */
  access_token: string | null
}

export interface DeviceLoginTable {
  id: Generated<number>
  user_code: string
  /** SHA-256 in hex. */
  device_code_hash: string
  client: string
  address: string
  created_at: number
  expires_at: number
  /** `approved` or `denied`; null: not yet. */
  decision: string | null
  /** Who approved; null unless somebody did. */
  user_id: number | null
  duration_days: number | null
  limits_json: string | null
  asked_at: number | null
  interval_s: number
}

/** Tries to log in under a key, which is hashed. */
export interface LoginTryTable {
  key: string
  count: number
  last_at: number
}
