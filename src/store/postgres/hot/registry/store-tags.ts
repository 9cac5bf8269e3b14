import type { KnownTag } from '../../../../domain/event/known-tag.ts'
import type { RegistryEvent } from '../../../../domain/event/event.ts'
import { type Session, asRecords, change } from '../session.ts'
import { nameOf } from './names-in-events.ts'
import { type Numbers, manifestKey } from './numbers.ts'
import { storeBare } from './store-bare.ts'

/** A tag that became known by an event, in its locked repository. */
export interface PlacedTag {
  readonly tag: KnownTag
  readonly event: Pick<RegistryEvent, 'repository' | 'sourceId'>
  readonly repositoryId: number
}

const UPSERT = change(`
  insert into tag (repository_id, source_id, name, manifest_id, moved_at, moved_by, deleted_at)
  select x.repository_id, x.source_id, x.name, x.manifest_id, x.moved_at, x.moved_by, x.deleted_at
  from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, name text, manifest_id bigint, moved_at bigint,
    moved_by bigint, deleted_at bigint)
  on conflict (repository_id, source_id, name) do update set manifest_id = excluded.manifest_id,
    moved_at = excluded.moved_at, moved_by = excluded.moved_by, deleted_at = excluded.deleted_at`)

/**
 * Stores tags; the last of a name counts.
 *
 * @param numbers of all that the tags name
 */
export function storeTags(session: Session, placed: readonly PlacedTag[], numbers: Numbers): void {
  const last = [...new Map(placed.map((one) => [keyOf(one), one])).values()]
  if (last.length === 0) return
  const named = last.flatMap(({ event, repositoryId, tag: { digest } }) =>
    digest === '' ? [] : [{ name: nameOf(event, digest), repositoryId }],
  )
  storeBare(session, named, numbers)
  session.tell(UPSERT, asRecords(last.map((one) => recordOf(one, numbers))))
}

function keyOf({ repositoryId, event: { sourceId }, tag }: PlacedTag): string {
  return `${repositoryId} ${sourceId} ${tag.name}`
}

function recordOf(
  { repositoryId, event, tag: { name, digest, moved, deletedAtMs } }: PlacedTag,
  numbers: Numbers,
) {
  return {
    repository_id: repositoryId,
    source_id: event.sourceId,
    name,
    manifest_id:
      digest === '' ? null : (numbers.manifests.get(manifestKey(nameOf(event, digest)))?.id ?? null),
    moved_at: moved.atMs,
    moved_by: moved.instance === null ? null : (numbers.instances.get(moved.instance) ?? null),
    deleted_at: deletedAtMs,
  }
}
