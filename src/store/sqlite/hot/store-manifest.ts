import type { DatabaseSync } from 'node:sqlite'
import type { ObservedManifest, StoreManifestResult } from '../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../domain/event/event-type.ts'
import { childrenOf } from '../../../domain/event/manifest.ts'
import { momentOf } from '../../../domain/event/moment.ts'
import type { CommitScope } from './commit-scope.ts'
import { prepareReportQuota } from './report-quota.ts'
import { statement } from './statement.ts'
import { prepareUsage } from './usage.ts'

/**
 * Stores a manifest with its children, and counts what it stores. What was read from the registry replaces what an event
 * reported, never the other way.
 */
export function prepareStoreManifest(
  database: DatabaseSync,
  commit: CommitScope,
): (observed: ObservedManifest) => StoreManifestResult {
  const upsert = prepareUpsertManifest(database)
  const notePush = prepareNotePush(database)
  const count = prepareCountManifest(database, commit)
  const insertChild = statement(
    database,
    `
    insert into manifest_child (source_id, repository, child, parent)
    values (:source_id, :repository, :child, :parent) on conflict do nothing`,
  )
  return (observed) => {
    const { event, manifest } = observed
    const { sourceId, repository } = event
    const hasFollowUps = count(observed)
    if (!upsert(observed)) {
      if (artifactAction(event.type) === 'push') notePush(observed)
      return { hasFollowUps }
    }
    for (const child of childrenOf(manifest))
      insertChild.run({ source_id: sourceId, repository, child, parent: manifest.digest })
    return { hasFollowUps }
  }
}

/** False when what is stored says more. */
function prepareUpsertManifest(database: DatabaseSync): (observed: ObservedManifest) => boolean {
  const upsert = statement(
    database,
    `
    insert into manifest (source_id, repository, digest, project_id, media_type, artifact_type, size, subject,
      platforms_json, references_json, is_complete, pushed_at, pushed_by)
    values (:source_id, :repository, :digest, :project_id, :media_type, :artifact_type, :size, :subject,
      :platforms_json, :references_json, :is_complete, :pushed_at, :pushed_by)
    on conflict do update set media_type = excluded.media_type, artifact_type = excluded.artifact_type,
      size = excluded.size, subject = excluded.subject, platforms_json = excluded.platforms_json,
      references_json = excluded.references_json, is_complete = excluded.is_complete
    where excluded.is_complete > is_complete`,
  )
  return ({ event, projectId, manifest }) => {
    const { atMs, instance } = momentOf(event)
    const { changes } = upsert.run({
      source_id: event.sourceId,
      repository: event.repository,
      digest: manifest.digest,
      project_id: projectId,
      media_type: manifest.mediaType,
      artifact_type: manifest.artifactType,
      size: manifest.sizeBytes,
      subject: manifest.subject,
      platforms_json: JSON.stringify(manifest.platforms),
      references_json: JSON.stringify(manifest.references),
      is_complete: manifest.isComplete ? 1 : 0,
      pushed_at: atMs,
      pushed_by: instance,
    })
    return changes === 1
  }
}

/** A manifest that is pushed again outlasts a deletion that happened before and is reported after. */
function prepareNotePush(database: DatabaseSync): (observed: ObservedManifest) => void {
  const update = statement(
    database,
    `
    update manifest set pushed_at = :pushed_at, pushed_by = :pushed_by
    where source_id = :source_id and repository = :repository and digest = :digest and pushed_at < :pushed_at`,
  )
  return ({ event, manifest: { digest } }) => {
    const { atMs, instance } = momentOf(event)
    const { sourceId, repository } = event
    update.run({ source_id: sourceId, repository, digest, pushed_at: atMs, pushed_by: instance })
  }
}

/** Adds a manifest that is new to the usage of its project; whether other events followed from that. */
function prepareCountManifest(
  database: DatabaseSync,
  { isLimited }: CommitScope,
): (observed: ObservedManifest) => boolean {
  const usage = prepareUsage(database)
  const reportQuota = prepareReportQuota(database)
  const isKnown = statement(
    database,
    'select 1 from manifest where source_id = :source_id and repository = :repository and digest = :digest',
  )
  return ({ event, projectId, manifest }) => {
    if (!isLimited(projectId)) return false
    const { sourceId, repository } = event
    if (isKnown.get({ source_id: sourceId, repository, digest: manifest.digest }) !== undefined) return false
    const used = usage.add(projectId, manifest)
    return used !== null && reportQuota(event, projectId, used)
  }
}
