import type { Generated } from 'kysely'

export interface SourceTables {
  source: SourceTable
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
