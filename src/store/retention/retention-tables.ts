import type { Generated } from 'kysely'

export interface RetentionTables {
  removed_account: RemovedAccountTable
  legal_hold: LegalHoldTable
  /** How many of the deliveries that a total of `last_trigger` counts are removed. */
  removed_trigger: { policy_id: number; event_type: string; deliveries: number }
}

/** What a legal hold names is null where it covers everything. */
export interface LegalHoldTable {
  id: Generated<number>
  project_id: number | null
  event_id: number | null
  from_at: number | null
  until_at: number | null
  reason: string
  placed_at: number
  placed_by: string
  lifted_at: number | null
  lifted_by: string | null
}

/** What the events of a source in a project that are removed came to; the parts are those of the loss account. */
export interface RemovedAccountTable {
  source_id: number
  project_id: number
  events: number
  /** Those of them that the source reported; the others were derived. */
  reported: number
  deliveries: number
  accepted: number
  delivered: number
  failed: number
  stopped: number
  expired: number
  filtered: number
  merged: number
  /** When the last of them was accepted. */
  last_accepted_at: number
}
