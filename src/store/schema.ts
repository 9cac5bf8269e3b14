import type { Generated } from 'kysely'

/** The tables, for Kysely. Times are integer milliseconds; booleans are 0 or 1; `*_json` columns hold JSON text. */
export interface Schema {
  setting: { name: string; value: string }
  user: {
    id: Generated<number>
    name: string
    is_system_admin: number
    password_hash: string
    created_at: number
  }
  source: { id: Generated<number>; name: string; kind: string; token: string; created_at: number }
  project: ProjectTable
  repository: { path: string; project_id: number; created_at: number }
  policy: PolicyTable
  target: TargetTable
  event: EventTable
  payload: { id: Generated<number>; event_id: string; format: string; content_type: string; body: string }
  delivery: DeliveryTable
  attempt: AttemptTable
}

export interface ProjectTable {
  id: Generated<number>
  name: string
  is_public: number
  created_at: number
  updated_at: number
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
}

export interface DeliveryTable {
  id: Generated<number>
  event_id: string
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
