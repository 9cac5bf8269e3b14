import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent } from '../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../domain/event/event-type.ts'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { manifestOf } from '../../../domain/event/manifest.ts'
import { prepareRemove } from './remove-tags-and-manifests.ts'
import { statement } from './statement.ts'
import { prepareStoreManifest } from './store-manifest.ts'

/**
 * Brings the tags and manifests of a repository up to what an event reports of them, in the transaction that stores the
 * event.
 *
 * @returns whether other events followed from it
 */
export function prepareUpdateTagsAndManifests(database: DatabaseSync): (decided: DecidedEvent) => boolean {
  const storeManifest = prepareStoreManifest(database)
  const remove = prepareRemove(database)
  const upsertTag = statement(
    database,
    `
    insert into tag (source_id, repository, name, digest) values (:source_id, :repository, :name, :digest)
    on conflict do update set digest = excluded.digest, deleted_at = null
    where digest <> excluded.digest or deleted_at is not null`,
  )
  const storePresent = (event: RegistryEvent, projectId: number): boolean => {
    const { sourceId, repository, references = [] } = event
    const { tag, digest } = artifactOf(event)
    if (tag !== null && digest !== null) upsertTag.run({ source_id: sourceId, repository, name: tag, digest })
    const manifest = references.length === 0 ? null : manifestOf(event)
    return manifest !== null && storeManifest({ event, projectId, manifest }).hasFollowUps
  }
  return ({ event, projectId }) => {
    const action = artifactAction(event.type)
    if (action === 'push' || action === 'pull') return storePresent(event, projectId)
    if (action === 'delete') remove.manifest(event, projectId)
    else if (event.type === 'DELETE_TAG') remove.tag(event)
    else if (event.type === 'DELETE_REPOSITORY') remove.repository(event, projectId)
    return false
  }
}
