import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent } from '../../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import { manifestOf } from '../../../../domain/event/manifest.ts'
import type { KnownTag } from '../../../../domain/event/known-tag.ts'
import type { CommitScope } from '../commit-scope.ts'
import { type NumberedRepository, prepareManifestId } from './manifest-id.ts'
import { prepareRemove } from './remove-tags-and-manifests.ts'
import { statement } from '../../../../sqlite/statement.ts'
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
): (decided: DecidedEvent, repositoryId: number) => boolean {
  const storeReported = prepareStoreReported(database, commit)
  const remove = prepareRemove(database, commit)
  const manifestIdOf = prepareManifestId(database)
  const storeTag = prepareStoreTag(database, commit)
  return (decided, repositoryId) => {
    const { event, tagChanges = [] } = decided
    const repository = { repositoryId, sourceId: event.sourceId }
    const action = artifactAction(event.type)
    if (action === 'delete') remove.manifest(decided, repositoryId)
    else if (event.type === 'DELETE_REPOSITORY') remove.repository(decided, repositoryId)
    const stored = action === 'push' || action === 'pull' ? storeReported(decided, repositoryId) : NOTHING
    for (const tag of tagChanges) {
      const isReported = tag.digest === stored.digest
      const manifestId = isReported ? stored.manifestId : null
      storeTag(
        repository,
        tag,
        tag.digest === '' ? null : (manifestId ?? manifestIdOf(repository, tag.digest)),
      )
    }
    return stored.hasFollowUps
  }
}

/** No manifest was reported. */
const NOTHING = { digest: null, manifestId: null, hasFollowUps: false } as const

/** Stores the manifest that an event reports, if it does. */
function prepareStoreReported(database: DatabaseSync, commit: CommitScope) {
  const storeManifest = prepareStoreManifest(database, commit)
  return ({ event, projectId, isManifestGone }: DecidedEvent, repositoryId: number) => {
    const hasReferences = event.references !== undefined && event.references.length > 0
    const manifest = hasReferences && isManifestGone !== true ? manifestOf(event) : null
    if (manifest === null) return NOTHING
    return { digest: manifest.digest, ...storeManifest({ event, projectId, manifest }, repositoryId) }
  }
}

function prepareStoreTag(
  database: DatabaseSync,
  { instances }: CommitScope,
): (repository: NumberedRepository, tag: KnownTag, manifestId: number | null) => void {
  const upsert = statement(
    database,
    `
    insert into tag (repository_id, source_id, name, manifest_id, moved_at, moved_by, deleted_at)
    values (:repository_id, :source_id, :name, :manifest_id, :moved_at, :moved_by, :deleted_at)
    on conflict (repository_id, source_id, name) do update set manifest_id = excluded.manifest_id,
      moved_at = excluded.moved_at, moved_by = excluded.moved_by, deleted_at = excluded.deleted_at`,
  )
  return ({ repositoryId, sourceId }, { name, moved, deletedAtMs }, manifestId) =>
    void upsert.run({
      repository_id: repositoryId,
      source_id: sourceId,
      name,
      manifest_id: manifestId,
      moved_at: moved.atMs,
      moved_by: instances.idOf(moved.instance),
      deleted_at: deletedAtMs,
    })
}
