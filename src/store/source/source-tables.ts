import type { Generated } from 'kysely'

export interface SourceTables {
  source: SourceTable
  kept_out: KeptOutTable
  source_account: SourceAccountTable
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
  refused_since: number | null
  last_refused_at: number | null
  /** The last series of calls with a wrong token, and the address of the last one. */
  wrong_token_since: number | null
  wrong_token_last: number | null
  wrong_token_from: string | null
  created_at: number
  deleted_at: number | null
}

/** What a source reported since its first event, and what became of it; the events themselves are counted where they are. */
export interface SourceAccountTable {
  source_id: number
  received: number
  repeated: number
  merged: number
  kept_out: number
}

/** What a source sent that became no event, one row for each reason. */
export interface KeptOutTable {
  source_id: number
  reason: string
  count: number
  last_at: number
  example: string | null
}
