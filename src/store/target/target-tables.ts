import type { Generated } from 'kysely'

export interface TargetTables {
  target: TargetTable
  /** Who holds the deliveries of a project since when; project 0 stands for everything. */
  hold: { project_id: number; held_at: number; held_by: string }
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
  /** Since when it is held by the service clock, by its pause, its project's hold or that of everything; null when it is not. */
  held_from: number | null
  /** How long it was held before. `aged_from` of its deliveries is the service time less this. */
  held_ms: Generated<number>
  /** While its waiting deliveries are being stopped: up to which id, and why. None of its deliveries starts meanwhile. */
  stop_up_to: number | null
  stop_reason: string | null
  /** Since when its breaker is open, and how the attempt failed that opened it; null while it is closed. */
  unreachable_since: number | null
  unreachable_reason: string | null
  deleted_at: number | null
}
