import { artifactAction } from '../../../../domain/event/event-type.ts'
import { childrenOf } from '../../../../domain/event/manifest.ts'
import { type Session, asRecords, change, statement } from '../session.ts'
import {
  type NumberedRecord,
  type PlacedManifest,
  fullestOf,
  numbered,
  referencesOf,
} from './manifest-records.ts'
import { nameOf } from './names-in-events.ts'
import { type Numbers, manifestKey } from './numbers.ts'
import { storeBare } from './store-bare.ts'

const RECORDS = `json_to_recordset($1::json) as x(id bigint, repository_id bigint, source_id bigint, digest text, project_id bigint,
  media_type text, artifact_type text, size bigint, subject text, platforms_json text, is_complete bigint, pushed_at bigint,
  pushed_by bigint)`

const INSERT = change(`
  insert into manifest (id, repository_id, source_id, digest, project_id, media_type, artifact_type, size, subject, platforms_json,
    is_complete, pushed_at, pushed_by)
  select x.id, x.repository_id, x.source_id, decode(x.digest, 'hex'), x.project_id, x.media_type, x.artifact_type, x.size,
    decode(x.subject, 'hex'), x.platforms_json, x.is_complete, x.pushed_at, x.pushed_by from ${RECORDS}`)

const FILL = statement(`
  update manifest m set media_type = x.media_type, artifact_type = x.artifact_type, size = x.size,
    subject = decode(x.subject, 'hex'), platforms_json = x.platforms_json, is_complete = x.is_complete,
    project_id = coalesce(m.project_id, x.project_id),
    pushed_at = case when m.is_complete is null then x.pushed_at else m.pushed_at end,
    pushed_by = case when m.is_complete is null then x.pushed_by else m.pushed_by end
  from ${RECORDS} where m.id = x.id`)

const REMOVE_REFERENCES = statement('delete from manifest_reference where manifest_id = any($1::bigint[])')

const INSERT_REFERENCES = change(`
  insert into manifest_reference (manifest_id, position, digest, media_type, size, platform)
  select x.manifest_id, x.position, decode(x.digest, 'hex'), x.media_type, x.size, x.platform
  from json_to_recordset($1::json) as x(manifest_id bigint, position bigint, digest text, media_type text, size bigint,
    platform text)`)

/** A manifest that is pushed again outlasts a deletion that happened before and is reported after. */
const NOTE_PUSHES = statement(`
  update manifest m set pushed_at = x.pushed_at, pushed_by = x.pushed_by
  from json_to_recordset($1::json) as x(id bigint, pushed_at bigint, pushed_by bigint)
  where m.id = x.id and m.pushed_at < x.pushed_at`)

const INSERT_CHILDREN = change(`
  insert into manifest_child (child_id, parent_id)
  select x.child_id, x.parent_id from json_to_recordset($1::json) as x(child_id bigint, parent_id bigint)
  on conflict do nothing`)

/**
 * Stores manifests with their references and children. What was read from the registry replaces what an event reported, never the other
 * way.
 *
 * @param numbers of all that the manifests name; says afterwards what is stored then
 */
export function storeManifests(session: Session, placed: readonly PlacedManifest[], numbers: Numbers): void {
  if (placed.length === 0) return
  const records = placed.map((one) => numbered(one, numbers))
  const [inserted, filled] = split(fullestOf(records), numbers)
  if (filled.length > 0) {
    const read = filled.filter(({ record }) => record.is_complete === 1)
    if (read.length > 0)
      session.tell(
        REMOVE_REFERENCES,
        read.map(({ record }) => record.id),
      )
    session.tell(FILL, asRecords(filled.map(({ record }) => record)))
  }
  if (inserted.length > 0) session.tell(INSERT, asRecords(inserted.map(({ record }) => record)))
  const stored = [...inserted, ...filled]
  const references = stored.flatMap(referencesOf)
  if (references.length > 0) session.tell(INSERT_REFERENCES, asRecords(references))
  for (const entry of stored) note(entry, numbers)
  notePushes(session, records, numbers)
  storeChildren(session, stored, numbers)
}

/** Those that are new, and those of which more becomes known than is stored. */
function split(
  records: readonly NumberedRecord[],
  { manifests }: Numbers,
): readonly [inserted: readonly NumberedRecord[], filled: readonly NumberedRecord[]] {
  const before = ({ key }: NumberedRecord) => manifests.get(key)
  return [
    records.filter((entry) => before(entry)?.isStored === false),
    records.filter((entry) => {
      const known = before(entry)
      return known?.isStored === true && (known.isComplete ?? -1) < entry.record.is_complete
    }),
  ]
}

function note(
  { key, record: { id, is_complete: isComplete, pushed_at } }: NumberedRecord,
  { manifests }: Numbers,
): void {
  const before = manifests.get(key)
  const pushedAtMs = before === undefined || before.isComplete === null ? pushed_at : before.pushedAtMs
  manifests.set(key, { id, isStored: true, isComplete, pushedAtMs })
}

function notePushes(session: Session, records: readonly NumberedRecord[], { manifests }: Numbers): void {
  const last = new Map<string, NumberedRecord['record']>()
  for (const { one, key, record } of records) {
    const isPush = artifactAction(one.observed.event.type) === 'push'
    const knownMs = last.get(key)?.pushed_at ?? manifests.get(key)?.pushedAtMs ?? 0
    if (isPush && record.pushed_at > knownMs) last.set(key, record)
  }
  if (last.size === 0) return
  for (const [key, { pushed_at: pushedAtMs }] of last) {
    const before = manifests.get(key)
    if (before !== undefined) manifests.set(key, { ...before, pushedAtMs })
  }
  session.tell(
    NOTE_PUSHES,
    asRecords([...last.values()].map(({ id, pushed_at, pushed_by }) => ({ id, pushed_at, pushed_by }))),
  )
}

function storeChildren(session: Session, stored: readonly NumberedRecord[], numbers: Numbers): void {
  const named = stored.flatMap(({ one: { observed, repositoryId }, record }) =>
    childrenOf(observed.manifest).map((child) => ({
      name: nameOf(observed.event, child),
      repositoryId,
      parentId: record.id,
    })),
  )
  if (named.length === 0) return
  storeBare(session, named, numbers)
  const children = named.map(({ name, parentId }) => ({
    child_id: numbers.manifests.get(manifestKey(name))?.id,
    parent_id: parentId,
  }))
  session.tell(INSERT_CHILDREN, asRecords(children))
}
