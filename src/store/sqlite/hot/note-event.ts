import type { DatabaseSync } from 'node:sqlite'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { artifactAction } from '../../../domain/event/event-type.ts'
import { manifestOf } from '../../../domain/event/manifest.ts'
import type { DecidedEvent } from '../../../domain/delivery/queue.ts'
import { manifestOfRow } from '../../event/manifest-row.ts'
import type { ManifestTable } from '../../schema.ts'
import { prepareLearn } from './learn.ts'
import { prepareTellQuota } from './tell-quota.ts'
import { prepareUsage } from './usage.ts'

/** How long a tag whose manifest went is kept, so that the registry can still tell that it is gone. */
const KEEP_GONE_TAGS_MS = 3_600_000

/**
 * Keeps what an event tells of its registry, in the transaction that stores the event. What it returns answers whether other
 * events followed from it.
 */
export function prepareNoteEvent(database: DatabaseSync): (decided: DecidedEvent) => boolean {
  const learn = prepareLearn(database)
  const remove = prepareRemove(database)
  const upsertTag = database.prepare(`
    insert into tag (source_id, repository, name, digest) values (?, ?, ?, ?)
    on conflict do update set digest = excluded.digest, deleted_at = null
    where digest <> excluded.digest or deleted_at is not null`)
  const notePresent = (event: RegistryEvent, projectId: number): boolean => {
    const { sourceId, repository, references = [] } = event
    const { tag, digest } = artifactOf(event)
    if (tag !== null && digest !== null) upsertTag.run(sourceId, repository, tag, digest)
    const manifest = references.length === 0 ? null : manifestOf(event)
    return manifest !== null && learn({ event, projectId, manifest }).hasFollowUps
  }
  return ({ event, projectId }) => {
    const action = artifactAction(event.type)
    if (action === 'push' || action === 'pull') return notePresent(event, projectId)
    if (action === 'delete') remove.manifest(event, projectId)
    else if (event.type === 'DELETE_TAG') remove.tag(event)
    else if (event.type === 'DELETE_REPOSITORY') remove.repository(event, projectId)
    return false
  }
}

function prepareRemove(database: DatabaseSync) {
  const statement = (table: string, condition: string) =>
    database.prepare(`delete from ${table} where source_id = ? and repository = ? ${condition}`)
  const tag = statement('tag', 'and name = ?')
  const longGone = statement('tag', 'and deleted_at < ?')
  const forget = prepareForget(database)
  const children = statement('manifest_child', 'and parent = ?')
  const everything = ['tag', 'manifest_child'].map((table) => statement(table, ''))
  const markTags = database.prepare(
    'update tag set deleted_at = ? where source_id = ? and repository = ? and digest = ? and deleted_at is null',
  )
  return {
    manifest(event: RegistryEvent, projectId: number): void {
      const { sourceId, repository, acceptedAtMs } = event
      const { digest } = artifactOf(event)
      markTags.run(acceptedAtMs, sourceId, repository, digest)
      longGone.run(sourceId, repository, acceptedAtMs - KEEP_GONE_TAGS_MS)
      forget(event, projectId, digest)
      children.run(sourceId, repository, digest)
    },
    tag(event: RegistryEvent): void {
      tag.run(event.sourceId, event.repository, artifactOf(event).tag)
    },
    repository(event: RegistryEvent, projectId: number): void {
      const { sourceId, repository } = event
      forget(event, projectId, null)
      for (const table of everything) table.run(sourceId, repository)
    },
  }
}

/** Takes manifests away, one or all of a repository, and releases what they stored. */
function prepareForget(database: DatabaseSync) {
  const usage = prepareUsage(database)
  const tellQuota = prepareTellQuota(database)
  const remove = database.prepare(`
    delete from manifest where source_id = ?1 and repository = ?2 and (?3 is null or digest = ?3) returning *`)
  return (event: RegistryEvent, projectId: number, digest: string | null): void => {
    for (const row of remove.all(event.sourceId, event.repository, digest)) {
      const used = usage.remove(projectId, manifestOfRow(row as unknown as ManifestTable))
      if (used !== null) tellQuota(event, projectId, used)
    }
  }
}
