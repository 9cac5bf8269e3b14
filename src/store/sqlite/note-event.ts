import type { DatabaseSync } from 'node:sqlite'
import { type RegistryEvent, artifactOf } from '../../domain/event.ts'
import { artifactAction } from '../../domain/event-type.ts'
import { manifestOf } from '../../domain/manifest.ts'
import type { DecidedEvent } from '../../domain/queue.ts'
import { prepareLearn } from './learn.ts'

/** How long a tag whose manifest went is kept, so that the registry can still tell that it is gone. */
const KEEP_GONE_TAGS_MS = 3_600_000

/** Keeps what an event tells of its registry, in the transaction that stores the event. */
export function prepareNoteEvent(database: DatabaseSync): (decided: DecidedEvent) => void {
  const learn = prepareLearn(database)
  const remove = prepareRemove(database)
  const upsertTag = database.prepare(`
    insert into tag (source_id, repository, name, digest) values (?, ?, ?, ?)
    on conflict do update set digest = excluded.digest, deleted_at = null
    where digest <> excluded.digest or deleted_at is not null`)
  const notePresent = (event: RegistryEvent, projectId: number): void => {
    const { sourceId, repository, references = [] } = event
    const { tag, digest } = artifactOf(event)
    if (tag !== null && digest !== null) upsertTag.run(sourceId, repository, tag, digest)
    const manifest = references.length === 0 ? null : manifestOf(event)
    if (manifest !== null) learn({ sourceId, repository, projectId, manifest })
  }
  return ({ event, projectId }) => {
    const action = artifactAction(event.type)
    if (action === 'delete') remove.manifest(event)
    else if (action !== null) notePresent(event, projectId)
    else if (event.type === 'DELETE_TAG') remove.tag(event)
    else if (event.type === 'DELETE_REPOSITORY') remove.repository(event)
  }
}

function prepareRemove(database: DatabaseSync) {
  const statement = (table: string, condition: string) =>
    database.prepare(`delete from ${table} where source_id = ? and repository = ? ${condition}`)
  const tag = statement('tag', 'and name = ?')
  const longGone = statement('tag', 'and deleted_at < ?')
  const manifest = statement('manifest', 'and digest = ?')
  const children = statement('manifest_child', 'and parent = ?')
  const everything = ['tag', 'manifest', 'manifest_child'].map((table) => statement(table, ''))
  const markTags = database.prepare(
    'update tag set deleted_at = ? where source_id = ? and repository = ? and digest = ? and deleted_at is null',
  )
  return {
    manifest(event: RegistryEvent): void {
      const { sourceId, repository, acceptedAtMs } = event
      const { digest } = artifactOf(event)
      markTags.run(acceptedAtMs, sourceId, repository, digest)
      longGone.run(sourceId, repository, acceptedAtMs - KEEP_GONE_TAGS_MS)
      manifest.run(sourceId, repository, digest)
      children.run(sourceId, repository, digest)
    },
    tag(event: RegistryEvent): void {
      tag.run(event.sourceId, event.repository, artifactOf(event).tag)
    },
    repository({ sourceId, repository }: RegistryEvent): void {
      for (const table of everything) table.run(sourceId, repository)
    },
  }
}
