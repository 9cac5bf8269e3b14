import type { DatabaseSync } from 'node:sqlite'
import type { ObservedManifest, StoreManifestResult } from '../../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import { childrenOf } from '../../../../domain/event/manifest.ts'
import { momentOf } from '../../../../domain/event/moment.ts'
import { digestBytes, digestBytesOrNull } from '../../../columns/digest-bytes.ts'
import { mediaTypeCodeOrNull } from '../../../columns/media-type-code.ts'
import type { CommitScope } from '../commit-scope.ts'
import { prepareManifestId } from './manifest-id.ts'
import { prepareManifestReferences } from './manifest-references.ts'
import { prepareReportQuota } from './report-quota.ts'
import { prepareRepositoryId } from './repositories.ts'
import { statement } from '../../../../sqlite/statement.ts'
import { prepareUsage } from './usage.ts'

/** Stores a manifest that was read from a registry. */
export function prepareStoreReadManifest(
  database: DatabaseSync,
  commit: CommitScope,
): (observed: ObservedManifest) => StoreManifestResult {
  const repositoryIdOf = prepareRepositoryId(database)
  const store = prepareStoreManifest(database, commit)
  return (observed) => {
    const { hasFollowUps } = store(observed, repositoryIdOf(observed.event.repository))
    return { hasFollowUps }
  }
}

/** `manifestId`: its number; null when what was stored before says more. */
export interface StoredManifest extends StoreManifestResult {
  readonly manifestId: number | null
}

/**
 * Stores a manifest with its references and children, and counts what it stores. What was read from the registry replaces what an event
 * reported, never the other way.
 */
export function prepareStoreManifest(
  database: DatabaseSync,
  commit: CommitScope,
): (observed: ObservedManifest, repositoryId: number) => StoredManifest {
  const upsert = prepareUpsertManifest(database, commit)
  const notePush = prepareNotePush(database, commit)
  const count = prepareCountManifest(database, commit)
  const references = prepareManifestReferences(database)
  const manifestIdOf = prepareManifestId(database)
  const insertChild = statement(
    database,
    'insert into manifest_child (child_id, parent_id) values (:child_id, :parent_id) on conflict do nothing',
  )
  return (observed, repositoryId) => {
    const { event, manifest } = observed
    const { sourceId } = event
    const hasFollowUps = count(observed, repositoryId)
    const manifestId = upsert(observed, repositoryId)
    if (manifestId === null) {
      if (artifactAction(event.type) === 'push') notePush(observed, repositoryId)
      return { manifestId, hasFollowUps }
    }
    // Only what was read from the registry replaces references.
    if (manifest.isComplete) references.remove(manifestId)
    references.insert(manifestId, manifest.references)
    for (const child of childrenOf(manifest))
      insertChild.run({ child_id: manifestIdOf({ repositoryId, sourceId }, child), parent_id: manifestId })
    return { manifestId, hasFollowUps }
  }
}

/** @returns the number of the manifest; null when what is stored says more */
function prepareUpsertManifest(
  database: DatabaseSync,
  { instances }: CommitScope,
): (observed: ObservedManifest, repositoryId: number) => number | null {
  const upsert = statement(
    database,
    `
    insert into manifest (repository_id, source_id, digest, project_id, media_type, artifact_type, size, subject,
      platforms_json, is_complete, pushed_at, pushed_by)
    values (:repository_id, :source_id, :digest, :project_id, :media_type, :artifact_type, :size, :subject,
      :platforms_json, :is_complete, :pushed_at, :pushed_by)
    on conflict (repository_id, digest, source_id) do update set
      media_type = excluded.media_type, artifact_type = excluded.artifact_type, size = excluded.size,
      subject = excluded.subject, platforms_json = excluded.platforms_json, is_complete = excluded.is_complete,
      project_id = coalesce(project_id, excluded.project_id),
      pushed_at = case when is_complete is null then excluded.pushed_at else pushed_at end,
      pushed_by = case when is_complete is null then excluded.pushed_by else pushed_by end
    where is_complete is null or excluded.is_complete > is_complete
    returning id`,
  )
  return ({ event, projectId, manifest }, repositoryId) => {
    const { atMs, instance } = momentOf(event)
    const row = upsert.get({
      repository_id: repositoryId,
      source_id: event.sourceId,
      digest: digestBytes(manifest.digest),
      project_id: projectId,
      media_type: mediaTypeCodeOrNull(manifest.mediaType),
      artifact_type: mediaTypeCodeOrNull(manifest.artifactType),
      size: manifest.sizeBytes,
      subject: digestBytesOrNull(manifest.subject),
      platforms_json: manifest.platforms.length === 0 ? null : JSON.stringify(manifest.platforms),
      is_complete: manifest.isComplete ? 1 : 0,
      pushed_at: atMs,
      pushed_by: instances.idOf(instance),
    })
    return row === undefined ? null : Number(row['id'])
  }
}

/** A manifest that is pushed again outlasts a deletion that happened before and is reported after. */
function prepareNotePush(
  database: DatabaseSync,
  { instances }: CommitScope,
): (observed: ObservedManifest, repositoryId: number) => void {
  const update = statement(
    database,
    `
    update manifest set pushed_at = :pushed_at, pushed_by = :pushed_by
    where repository_id = :repository_id and digest = :digest and source_id = :source_id and pushed_at < :pushed_at`,
  )
  return ({ event, manifest: { digest } }, repositoryId) => {
    const { atMs, instance } = momentOf(event)
    update.run({
      repository_id: repositoryId,
      source_id: event.sourceId,
      digest: digestBytes(digest),
      pushed_at: atMs,
      pushed_by: instances.idOf(instance),
    })
  }
}

/** Adds a manifest that is new to the usage of its project; whether other events followed from that. */
function prepareCountManifest(
  database: DatabaseSync,
  { isLimited }: CommitScope,
): (observed: ObservedManifest, repositoryId: number) => boolean {
  const usage = prepareUsage(database)
  const reportQuota = prepareReportQuota(database)
  const isKnown = statement(
    database,
    `
    select 1 from manifest
    where repository_id = :repository_id and digest = :digest and source_id = :source_id and is_complete is not null`,
  )
  return ({ event, projectId, manifest }, repositoryId) => {
    if (!isLimited(projectId)) return false
    const key = {
      repository_id: repositoryId,
      digest: digestBytes(manifest.digest),
      source_id: event.sourceId,
    }
    if (isKnown.get(key) !== undefined) return false
    const used = usage.add(projectId, manifest)
    return used !== null && reportQuota(event, projectId, used)
  }
}
