import type { Generated } from 'kysely'

export interface EventTables {
  event: EventTable
  report_key: ReportKeyTable
  manifest: ManifestTable
  manifest_reference: ManifestReferenceTable
  /** Which manifests belong to which index. */
  manifest_child: { child_id: number; parent_id: number }
  tag: TagTable
  /** The instances of registries that reported something, each once. */
  instance: { id: Generated<number>; name: string }
}

/** The manifest that a tag points to, or none; with `deleted_at` a name that was deleted: `KnownTag` says which there are. */
export interface TagTable {
  repository_id: number
  source_id: number
  name: string
  manifest_id: number | null
  /** When it was pushed or deleted, by the clock of the instance `moved_by`; 0 when not known. */
  moved_at: number
  moved_by: number | null
  deleted_at: number | null
}

export interface EventTable {
  /** Payloads and deliveries point to it; the world sees `uuid`. */
  id: Generated<number>
  /** As `uuidBytes` writes it. Events are listed in its order, which is that of their acceptance. */
  uuid: Uint8Array
  source_id: number
  source_event_id: string
  /** Of its `ReportKey`. */
  reported_at: number
  project_id: number
  type: string
  repository: string
  tag: string | null
  digest: Uint8Array | null
  operator: string
  occurred_at: number
  accepted_at: number
  withheld: string | null
  verdicts_json: string
  detail_json: string
  sequence: number
  /** Until when it waits to be decided; null once it is. */
  held_until: number | null
  /** Of a held event: who sent the request. */
  held_client: string | null
  /** The event that this one is a part of; only policies of Harbor's way have verdicts on it then, and deliveries. */
  merged_into: number | null
  /** 1: it was reported after a later change of what it is about. */
  late: number | null
}

/** What its source called an event that has been removed: a second report of it is a repeat still. */
export interface ReportKeyTable {
  source_id: number
  reported_at: number
  source_event_id: string
  removed_at: number
}

/**
 * What is known of a manifest. Of a bare one, only the digest: a tag or an index names it. Ids grow with time, so that what belongs to new
 * manifests lies together.
 */
export interface ManifestTable {
  id: Generated<number>
  repository_id: number
  source_id: number
  /** As `digestBytes` writes it, like every digest. */
  digest: Uint8Array
  project_id: number | null
  /** As `mediaTypeCode` writes it, like every media type. */
  media_type: string | null
  artifact_type: string | null
  size: number | null
  subject: Uint8Array | null
  /** Null: none. */
  platforms_json: string | null
  /** Null of a bare manifest, 1 of one that was read from the registry itself. */
  is_complete: number | null
  /** When it was last pushed, by the clock of the instance `pushed_by`; 0 when not known. */
  pushed_at: number
  pushed_by: number | null
}

/** What a manifest refers to, in its order. */
export interface ManifestReferenceTable {
  manifest_id: number
  position: number
  digest: Uint8Array
  media_type: string
  size: number
  platform: string | null
}
