import type { ObservedManifest } from '../../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import { childrenOf } from '../../../../domain/event/manifest.ts'
import { momentOf } from '../../../../domain/event/moment.ts'
import { digestBytes, digestBytesOrNull } from '../../../columns/digest-bytes.ts'
import { mediaTypeCode, mediaTypeCodeOrNull } from '../../../columns/media-type-code.ts'
import { type Session, asRecords, hex, hexOrNull, statement } from '../session.ts'
import { nameInstances } from './instances.ts'
import { manifestKey, nameManifests } from './name-manifests.ts'

/** A manifest in its locked repository. */
export interface PlacedManifest {
  readonly observed: ObservedManifest
  readonly repositoryId: number
}

/** With references of those that change, which only those replace that were read from the registry. */
const UPSERT = statement(`
  with stored as (
    insert into manifest (repository_id, source_id, digest, project_id, media_type, artifact_type, size, subject, platforms_json,
      is_complete, pushed_at, pushed_by)
    select x.repository_id, x.source_id, decode(x.digest, 'hex'), x.project_id, x.media_type, x.artifact_type, x.size,
      decode(x.subject, 'hex'), x.platforms_json, x.is_complete, x.pushed_at, (select id from instance where name = x.pushed_by)
    from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, digest text, project_id bigint, media_type text,
      artifact_type text, size bigint, subject text, platforms_json text, is_complete bigint, pushed_at bigint, pushed_by text)
    on conflict (repository_id, digest, source_id) do update set
      media_type = excluded.media_type, artifact_type = excluded.artifact_type, size = excluded.size,
      subject = excluded.subject, platforms_json = excluded.platforms_json, is_complete = excluded.is_complete,
      project_id = coalesce(manifest.project_id, excluded.project_id),
      pushed_at = case when manifest.is_complete is null then excluded.pushed_at else manifest.pushed_at end,
      pushed_by = case when manifest.is_complete is null then excluded.pushed_by else manifest.pushed_by end
    where manifest.is_complete is null or excluded.is_complete > manifest.is_complete
    returning id, repository_id, source_id, digest, manifest.is_complete),
  replaced as (
    delete from manifest_reference where manifest_id in (select id from stored where is_complete = 1) returning 1)
  insert into manifest_reference (manifest_id, position, digest, media_type, size, platform)
  select stored.id, x.position, decode(x.digest, 'hex'), x.media_type, x.size, x.platform
  from (
    select x.*, decode(x.manifest, 'hex') as manifest_digest
    from json_to_recordset($2::json) as x(repository_id bigint, source_id bigint, manifest text, position bigint, digest text,
      media_type text, size bigint, platform text)
    offset 0) x
  join stored on stored.repository_id = x.repository_id and stored.digest = x.manifest_digest
    and stored.source_id = x.source_id
  where (select count(*) from replaced) >= 0`)

/** A manifest that is pushed again outlasts a deletion that happened before and is reported after. */
const NOTE_PUSHES = statement(`
  update manifest m set pushed_at = x.pushed_at, pushed_by = (select id from instance where name = x.pushed_by)
  from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, digest text, pushed_at bigint, pushed_by text)
  where m.repository_id = x.repository_id and m.source_id = x.source_id and m.digest = decode(x.digest, 'hex')
    and m.pushed_at < x.pushed_at`)

const INSERT_CHILDREN = statement(`
  insert into manifest_child (child_id, parent_id)
  select c.id, p.id
  from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, digest text, parent text)
  join manifest c on c.repository_id = x.repository_id and c.source_id = x.source_id and c.digest = decode(x.digest, 'hex')
  join manifest p on p.repository_id = x.repository_id and p.source_id = x.source_id and p.digest = decode(x.parent, 'hex')
  on conflict do nothing`)

type ManifestRecord = ReturnType<typeof recordOf>

/**
 * Stores manifests with their references and children. What was read from the registry replaces what an event reported, never the other
 * way.
 *
 * @returns the keys of all that have numbers then
 */
export function storeManifests(session: Session, placed: readonly PlacedManifest[]): ReadonlySet<string> {
  if (placed.length === 0) return new Set()
  const records = placed.map((one) => ({ one, record: recordOf(one) }))
  const fullest = new Map<string, (typeof records)[number]>()
  for (const entry of records) {
    const known = fullest.get(manifestKey(entry.record))
    if (known === undefined || entry.record.is_complete > known.record.is_complete)
      fullest.set(manifestKey(entry.record), entry)
  }
  const stored = [...fullest.values()]
  nameInstances(
    session,
    records.map(({ record }) => record.pushed_by),
  )
  session.tell(UPSERT, asRecords(stored.map(({ record }) => record)), asRecords(stored.flatMap(referencesOf)))
  notePushes(session, records)
  const children = stored.flatMap(childrenOfManifest)
  nameManifests(session, children)
  if (children.length > 0) session.tell(INSERT_CHILDREN, asRecords(children))
  return new Set([...fullest.keys(), ...children.map(manifestKey)])
}

function notePushes(
  session: Session,
  records: readonly { readonly one: PlacedManifest; readonly record: ManifestRecord }[],
): void {
  const last = new Map<string, ManifestRecord>()
  for (const { one, record } of records) {
    const known = last.get(manifestKey(record))
    if (artifactAction(one.observed.event.type) === 'push' && record.pushed_at > (known?.pushed_at ?? -1))
      last.set(manifestKey(record), record)
  }
  if (last.size > 0) session.tell(NOTE_PUSHES, asRecords([...last.values()]))
}

function referencesOf({ one, record }: { readonly one: PlacedManifest; readonly record: ManifestRecord }) {
  const { repository_id, source_id, digest: manifest } = record
  return one.observed.manifest.references.map(({ digest, mediaType, sizeBytes, platform }, position) => ({
    repository_id,
    source_id,
    manifest,
    position,
    digest: hex(digestBytes(digest)),
    media_type: mediaTypeCode(mediaType),
    size: sizeBytes,
    platform,
  }))
}

function childrenOfManifest({
  one,
  record,
}: {
  readonly one: PlacedManifest
  readonly record: ManifestRecord
}) {
  const { repository_id, source_id, digest: parent } = record
  return childrenOf(one.observed.manifest).map((child) => ({
    repository_id,
    source_id,
    digest: hex(digestBytes(child)),
    parent,
  }))
}

function recordOf({ observed: { event, projectId, manifest }, repositoryId }: PlacedManifest) {
  const { atMs, instance } = momentOf(event)
  return {
    repository_id: repositoryId,
    source_id: event.sourceId,
    digest: hex(digestBytes(manifest.digest)),
    project_id: projectId,
    media_type: mediaTypeCodeOrNull(manifest.mediaType),
    artifact_type: mediaTypeCodeOrNull(manifest.artifactType),
    size: manifest.sizeBytes,
    subject: hexOrNull(digestBytesOrNull(manifest.subject)),
    platforms_json: manifest.platforms.length === 0 ? null : JSON.stringify(manifest.platforms),
    is_complete: manifest.isComplete ? 1 : 0,
    pushed_at: atMs,
    pushed_by: instance,
  }
}
