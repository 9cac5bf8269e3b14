import type { KnownTag } from '../../../../domain/event/known-tag.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { type Session, asRecords, hex, statement } from '../session.ts'
import { nameInstances } from './instances.ts'
import { manifestKey, nameManifests } from './name-manifests.ts'

/** A tag in its locked repository. */
export interface PlacedTag {
  readonly tag: KnownTag
  readonly sourceId: number
  readonly repositoryId: number
}

const UPSERT = statement(`
  insert into tag (repository_id, source_id, name, manifest_id, moved_at, moved_by, deleted_at)
  select x.repository_id, x.source_id, x.name, (
      select m.id from manifest m
      where m.repository_id = x.repository_id and m.source_id = x.source_id and m.digest = decode(x.digest, 'hex')),
    x.moved_at, (select id from instance where instance.name = x.moved_by), x.deleted_at
  from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, name text, digest text, moved_at bigint,
    moved_by text, deleted_at bigint)
  on conflict (repository_id, source_id, name) do update set manifest_id = excluded.manifest_id,
    moved_at = excluded.moved_at, moved_by = excluded.moved_by, deleted_at = excluded.deleted_at`)

/**
 * Stores tags; the last of a name counts.
 *
 * @param known manifests that have numbers
 */
export function storeTags(session: Session, placed: readonly PlacedTag[], known: ReadonlySet<string>): void {
  const last = new Map(placed.map((one) => [keyOf(one), recordOf(one)]))
  const records = [...last.values()]
  if (records.length === 0) return
  const named = records.flatMap(({ repository_id, source_id, digest }) =>
    digest === null ? [] : [{ repository_id, source_id, digest }],
  )
  nameInstances(
    session,
    records.map(({ moved_by }) => moved_by),
  )
  nameManifests(
    session,
    named.filter((manifest) => !known.has(manifestKey(manifest))),
  )
  session.tell(UPSERT, asRecords(records))
}

function keyOf({ repositoryId, sourceId, tag }: PlacedTag): string {
  return `${repositoryId} ${sourceId} ${tag.name}`
}

function recordOf({ repositoryId, sourceId, tag: { name, digest, moved, deletedAtMs } }: PlacedTag) {
  return {
    repository_id: repositoryId,
    source_id: sourceId,
    name,
    digest: digest === '' ? null : hex(digestBytes(digest)),
    moved_at: moved.atMs,
    moved_by: moved.instance,
    deleted_at: deletedAtMs,
  }
}
