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
  /** While its waiting deliveries are being stopped: up to which id, and why. None of its deliveries starts meanwhile. */
  stop_up_to: number | null
  stop_reason: string | null
  deleted_at: number | null
}
