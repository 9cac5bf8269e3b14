import type { Generated } from 'kysely'

export interface EventTables {
  event: EventTable
  manifest: ManifestTable
  /** Which manifests belong to which index. */
  manifest_child: { source_id: number; repository: string; child: string; parent: string }
  tag: TagTable
}

/** The digest that a tag points to; with `deleted_at` a name that was deleted: `KnownTag` says which there are. */
export interface TagTable {
  source_id: number
  repository: string
  name: string
  digest: string
  /** When it was pushed or deleted, by the clock of the instance `moved_by`; 0 when not known. */
  moved_at: Generated<number>
  moved_by: string | null
  deleted_at: number | null
}

export interface EventTable {
  id: string
  source_id: number
  source_event_id: string
  /** Of its `ReportKey`. */
  reported_at: Generated<number>
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
  /** Of a held event: who sent the request. */
  held_client: string | null
  /** The event that this one is a part of; only policies of Harbor's way have verdicts on it then, and deliveries. */
  merged_into: string | null
  /** 1: it was reported after a later change of what it is about. */
  late: number | null
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
  /** When it was last pushed, by the clock of the instance `pushed_by`; 0 when not known. */
  pushed_at: Generated<number>
  pushed_by: string | null
}
