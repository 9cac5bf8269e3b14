import type { Generated } from 'kysely'

export interface TargetTables {
  target: TargetTable
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
