import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent } from '../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../domain/event/event-type.ts'
import { manifestOf } from '../../../domain/event/manifest.ts'
import type { RegistryEvent } from '../../../domain/event/event.ts'
import type { KnownTag } from '../../../domain/event/known-tag.ts'
import type { CommitScope } from './commit-scope.ts'
import { prepareRemove } from './remove-tags-and-manifests.ts'
import { statement } from './statement.ts'
import { prepareStoreManifest } from './store-manifest.ts'

/**
 * Brings the tags and manifests of a repository up to what was decided about an event, in the transaction that stores the
 * event.
 *
 * @returns whether other events followed from it
 */
export function prepareUpdateTagsAndManifests(
  database: DatabaseSync,
  commit: CommitScope,
): (decided: DecidedEvent) => boolean {
  const storeManifest = prepareStoreManifest(database, commit)
  const remove = prepareRemove(database)
  const storeTag = prepareStoreTag(database)
  const storeReported = ({ event, projectId, isManifestGone }: DecidedEvent): boolean => {
    const hasReferences = event.references !== undefined && event.references.length > 0
    const manifest = hasReferences && isManifestGone !== true ? manifestOf(event) : null
    return manifest !== null && storeManifest({ event, projectId, manifest }).hasFollowUps
  }
  return (decided) => {
    const { event, tagChanges } = decided
    const action = artifactAction(event.type)
    if (action === 'delete') remove.manifest(decided)
    else if (event.type === 'DELETE_REPOSITORY') remove.repository(decided)
    if (tagChanges !== undefined) for (const tag of tagChanges) storeTag(event, tag)
    return action === 'push' || action === 'pull' ? storeReported(decided) : false
  }
}

function prepareStoreTag(database: DatabaseSync): (event: RegistryEvent, tag: KnownTag) => void {
  const upsert = statement(
    database,
    `
    insert into tag (source_id, repository, name, digest, moved_at, moved_by, deleted_at)
    values (:source_id, :repository, :name, :digest, :moved_at, :moved_by, :deleted_at)
    on conflict do update set digest = excluded.digest, moved_at = excluded.moved_at, moved_by = excluded.moved_by,
      deleted_at = excluded.deleted_at`,
  )
  return ({ sourceId, repository }, { name, digest, moved, deletedAtMs }) =>
    void upsert.run({
      source_id: sourceId,
      repository,
      name,
      digest,
      moved_at: moved.atMs,
      moved_by: moved.instance,
      deleted_at: deletedAtMs,
    })
}
