import type { Generated } from 'kysely'

export interface PolicyTables {
  policy: PolicyTable
  setting: { name: string; value: string }
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
  /** 1: Harbor's way, 0: not; null: as the setting says. */
  harbor_way: number | null
  created_at: number
  updated_at: number
  /** When Bellbuoy disabled it, and why; null where a person did, and while it is enabled. */
  auto_disabled_at: number | null
  auto_disabled_reason: string | null
  /** When a delivery succeeded that was found in the search for failures; others may have succeeded since. */
  succeeded_at: number | null
  deleted_at: number | null
}
