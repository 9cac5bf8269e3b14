import type { Generated } from 'kysely'

/** The tables, for Kysely. Times are integer milliseconds; booleans are 0 or 1; `*_json` columns hold JSON text. */
export interface Schema {
  setting: { name: string; value: string }
  user: UserTable
  member: MemberTable
  robot: RobotTable
  /** Session ids are stored as hashes only. */
  session: { id_hash: string; user_id: number; created_at: number; seen_at: number }
  audit: AuditTable
  /** When a policy last got an event of a type, and how many deliveries that made in all. */
  last_trigger: { policy_id: number; event_type: string; at: number; deliveries: number }
  source: SourceTable
  scanner: ScannerTable
  scan: ScanTable
  scan_round: ScanRoundTable
  project: ProjectTable
  /** `sequence` is the number of its last event. */
  repository: { path: string; project_id: number; created_at: number; sequence: Generated<number> }
  policy: PolicyTable
  target: TargetTable
  event: EventTable
  payload: PayloadTable
  delivery: DeliveryTable
  attempt: AttemptTable
  /** Where a tag points to; one with `deleted_at` went with its manifest, and the registry has yet to name it. */
  tag: { source_id: number; repository: string; name: string; digest: string; deleted_at: number | null }
  manifest: ManifestTable
  /** Which manifests belong to which index. */
  manifest_child: { source_id: number; repository: string; child: string; parent: string }
  quota: QuotaTable
  /** What the manifests of a project with a quota refer to, each once, and how many do. */
  blob: { project_id: number; digest: string; size: number; uses: number }
}

export interface ManifestTable {
  source_id: number
  repository: string
  digest: string
  project_id: number
  media_type: string | null
  artifact_type: string | null
  size: number | null
  subject: string | null
  platforms_json: string
  references_json: string
  is_complete: number
}

export interface QuotaTable {
  project_id: number
  limit_bytes: number
  used_bytes: number
  /** 0: nothing since usage was last below the threshold; 1: that it was crossed; 2: that the limit was. */
  told: number
  created_at: number
  updated_at: number
}

export interface UserTable {
  id: Generated<number>
  name: string
  is_system_admin: number
  /** Empty for who logs in elsewhere. */
  password_hash: string
  email: Generated<string>
  realname: Generated<string>
  comment: Generated<string>
  /** Of the OpenID provider, as of the last log-in. */
  groups_json: Generated<string>
  /** `issuer subject` of the OpenID provider, or null for local users. */
  oidc_subject: string | null
  created_at: number
  updated_at: number
}

/** Either a user or a group of the OpenID provider. */
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
  resource: string
  status: number
  address: string
  request_id: string
}

/** Sources that are gone stay as rows, for the events that name them. */
export interface SourceTable {
  id: Generated<number>
  name: string
  kind: string
  /** Sealed. */
  token: string
  /** Without its secrets. */
  settings_json: Generated<string>
  /** The secrets of the settings, as sealed JSON. */
  secret_settings: string | null
  last_event_at: number | null
  created_at: number
  deleted_at: number | null
}

export interface ScannerTable {
  id: Generated<number>
  uuid: string
  name: string
  description: string
  url: string
  auth: string
  /** Sealed. */
  credential: string | null
  registry_url: string
  /** Sealed. */
  registry_authorization: string | null
  skip_cert_verify: number
  disabled: number
  is_default: number
  created_at: number
  updated_at: number
}

/** `due_at` is null when there is nothing more to do. */
export interface ScanTable {
  id: Generated<number>
  /** The same cause is the same scan. */
  cause: string
  /** The order. */
  image_json: string
  project: string
  state: string
  progress_json: string
  due_at: number | null
  created_at: number
}

/** How far the last round of scans on a schedule is; the `after_*` columns name the image that was ordered last. */
export interface ScanRoundTable {
  project_id: number
  started_at: number
  after_repository: string | null
  after_digest: string | null
  is_over: number
}

/** Projects that are gone stay as rows, for the events that name them. */
export interface ProjectTable {
  id: Generated<number>
  name: string
  is_public: number
  /** 0 when an event made it. */
  owner_id: Generated<number>
  metadata_json: Generated<string>
  created_at: number
  updated_at: number
  deleted_at: number | null
}

/** Policies and targets that are gone stay as rows, for the deliveries that name them. */
export interface PolicyTable {
  id: Generated<number>
  project_id: number
  name: string
  description: string
  creator: string
  enabled: number
  event_types_json: string
  filter_json: string
  created_at: number
  updated_at: number
  deleted_at: number | null
}

export interface TargetTable {
  id: Generated<number>
  policy_id: number
  /** Order within the policy. */
  position: number
  type: string
  address: string
  /** Sealed. */
  auth_header: string | null
  /** Sealed. */
  secret: string | null
  skip_cert_verify: number
  payload_format: string
  attachment: Generated<string>
  /** Without its secrets. */
  options_json: Generated<string>
  /** The secrets of the options, as sealed JSON. */
  secret_options: string | null
  /** The signing secret before the present one, sealed, and until when it signs. */
  former_signing_secret: string | null
  former_signing_until: number | null
  paused_at: number | null
  deleted_at: number | null
}

export interface EventTable {
  id: string
  source_id: number
  source_event_id: string
  project_id: number
  type: string
  repository: string
  tag: string | null
  digest: string | null
  operator: string
  occurred_at: number
  accepted_at: number
  withheld: string | null
  verdicts_json: string
  detail_json: string
  sequence: Generated<number>
  /** Until when it waits to be decided; null once it is. */
  held_until: number | null
}

export interface PayloadTable {
  id: Generated<number>
  event_id: string
  format: string
  content_type: string
  headers_json: string | null
  body: string
}

export interface DeliveryTable {
  id: Generated<number>
  event_id: string
  project_id: number
  policy_id: number
  target_id: number
  payload_id: number
  state: string
  due_at: number | null
  attempts: number
  failures: number
  reason: string
  lease_owner: string | null
  lease_until: number | null
  /** The delivery that a user had sent once more, or null. */
  redelivery_of: number | null
  created_at: number
  updated_at: number
  ended_at: number | null
}

export interface AttemptTable {
  delivery_id: number
  number: number
  started_at: number
  duration_ms: number
  request_json: string | null
  response_json: string | null
  failure_json: string | null
}
