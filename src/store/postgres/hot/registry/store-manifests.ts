import type { ObservedManifest } from '../../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import { childrenOf } from '../../../../domain/event/manifest.ts'
import { momentOf } from '../../../../domain/event/moment.ts'
import { digestBytes, digestBytesOrNull } from '../../../columns/digest-bytes.ts'
import { mediaTypeCode, mediaTypeCodeOrNull } from '../../../columns/media-type-code.ts'
import { type Session, asRecords, hex, hexOrNull, statement } from '../session.ts'
import { nameInstances } from './instances.ts'
import { nameManifests } from './name-manifests.ts'

/** A manifest in its locked repository. */
export interface PlacedManifest {
  readonly observed: ObservedManifest
  readonly repositoryId: number
}

const UPSERT = statement(`
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
  returning id, repository_id, source_id, encode(digest, 'hex') as digest`)

/** A manifest that is pushed again outlasts a deletion that happened before and is reported after. */
const NOTE_PUSHES = statement(`
  update manifest m set pushed_at = x.pushed_at, pushed_by = (select id from instance where name = x.pushed_by)
  from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, digest text, pushed_at bigint, pushed_by text)
  where m.repository_id = x.repository_id and m.source_id = x.source_id and m.digest = decode(x.digest, 'hex')
    and m.pushed_at < x.pushed_at`)

const REMOVE_REFERENCES = statement('delete from manifest_reference where manifest_id = any($1::bigint[])')

const INSERT_REFERENCES = statement(`
  insert into manifest_reference (manifest_id, position, digest, media_type, size, platform)
  select x.manifest_id, x.position, decode(x.digest, 'hex'), x.media_type, x.size, x.platform
  from json_to_recordset($1::json) as x(manifest_id bigint, position bigint, digest text, media_type text, size bigint,
    platform text)`)

const INSERT_CHILDREN = statement(`
  insert into manifest_child (child_id, parent_id)
  select c.id, x.parent_id
  from json_to_recordset($1::json) as x(parent_id bigint, repository_id bigint, source_id bigint, digest text)
  join manifest c on c.repository_id = x.repository_id and c.source_id = x.source_id and c.digest = decode(x.digest, 'hex')
  on conflict do nothing`)

interface StoredRow {
  readonly id: number
  readonly repository_id: number
  readonly source_id: number
  readonly digest: string
}

/**
 * Stores manifests with their references and children. What was read from the registry replaces what an event reported, never the other
 * way.
 */
export async function storeManifests(session: Session, placed: readonly PlacedManifest[]): Promise<void> {
  if (placed.length === 0) return
  const records = placed.map((one) => ({ one, record: recordOf(one) }))
  const fullest = new Map<string, (typeof records)[number]>()
  for (const entry of records) {
    const known = fullest.get(keyOf(entry.record))
    if (known === undefined || entry.record.is_complete > known.record.is_complete)
      fullest.set(keyOf(entry.record), entry)
  }
  const [, stored] = await Promise.all([
    nameInstances(
      session,
      records.map(({ record }) => record.pushed_by),
    ),
    session.ask<StoredRow>(UPSERT, asRecords([...fullest.values()].map(({ record }) => record))),
    notePushes(session, records),
  ])
  const changed = stored.flatMap((row) => {
    const entry = fullest.get(keyOf(row))
    return entry === undefined ? [] : [{ row, manifest: entry.one.observed.manifest }]
  })
  await storeReferences(session, changed)
}

async function notePushes(
  session: Session,
  records: readonly { readonly one: PlacedManifest; readonly record: ReturnType<typeof recordOf> }[],
): Promise<void> {
  const last = new Map<string, ReturnType<typeof recordOf>>()
  for (const { one, record } of records) {
    const known = last.get(keyOf(record))
    if (artifactAction(one.observed.event.type) === 'push' && record.pushed_at > (known?.pushed_at ?? -1))
      last.set(keyOf(record), record)
  }
  if (last.size > 0) await session.change(NOTE_PUSHES, asRecords([...last.values()]))
}

async function storeReferences(
  session: Session,
  changed: readonly { readonly row: StoredRow; readonly manifest: ObservedManifest['manifest'] }[],
): Promise<void> {
  // Only what was read from the registry replaces references.
  const replaced = changed.flatMap(({ row, manifest }) => (manifest.isComplete ? [row.id] : []))
  const references = changed.flatMap(({ row, manifest }) =>
    manifest.references.map(({ digest, mediaType, sizeBytes, platform }, position) => ({
      manifest_id: row.id,
      position,
      digest: hex(digestBytes(digest)),
      media_type: mediaTypeCode(mediaType),
      size: sizeBytes,
      platform,
    })),
  )
  const children = changed.flatMap(({ row: { id, repository_id, source_id }, manifest }) =>
    childrenOf(manifest).map((child) => ({
      parent_id: id,
      repository_id,
      source_id,
      digest: hex(digestBytes(child)),
    })),
  )
  await Promise.all([
    replaced.length === 0 ? 0 : session.change(REMOVE_REFERENCES, replaced),
    references.length === 0 ? 0 : session.change(INSERT_REFERENCES, asRecords(references)),
    nameManifests(session, children),
    children.length === 0 ? 0 : session.change(INSERT_CHILDREN, asRecords(children)),
  ])
}

function keyOf({ repository_id, source_id, digest }: Omit<StoredRow, 'id'>): string {
  return `${repository_id} ${source_id} ${digest}`
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
