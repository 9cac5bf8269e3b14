import type { DatabaseSync } from 'node:sqlite'
import { type Manifest, childrenOf } from '../../../domain/event/manifest.ts'
import type { LearnResult, Learned } from '../../../domain/delivery/queue.ts'
import { prepareTellQuota } from './tell-quota.ts'
import { prepareUsage } from './usage.ts'

/**
 * Keeps a manifest with what belongs to it, and counts what it stores. What was read from the registry replaces what was told,
 * never the other way.
 */
export function prepareLearn(database: DatabaseSync): (learned: Learned) => LearnResult {
  const usage = prepareUsage(database)
  const tellQuota = prepareTellQuota(database)
  const isKnown = database.prepare(
    'select 1 from manifest where source_id = ? and repository = ? and digest = ?',
  )
  const insert = database.prepare(`
    insert into manifest (source_id, repository, digest, project_id, media_type, artifact_type, size, subject,
      platforms_json, references_json, is_complete)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set media_type = excluded.media_type, artifact_type = excluded.artifact_type,
      size = excluded.size, subject = excluded.subject, platforms_json = excluded.platforms_json,
      references_json = excluded.references_json, is_complete = excluded.is_complete
    where excluded.is_complete > is_complete`)
  const insertChild = database.prepare(`
    insert into manifest_child (source_id, repository, child, parent) values (?, ?, ?, ?) on conflict do nothing`)
  const count = ({ event, projectId, manifest }: Learned): boolean => {
    const { sourceId, repository } = event
    if (!usage.isLimited(projectId) || isKnown.get(sourceId, repository, manifest.digest)) return false
    const used = usage.add(projectId, manifest)
    return used !== null && tellQuota(event, projectId, used)
  }
  return (learned) => {
    const { event, projectId, manifest } = learned
    const { sourceId, repository } = event
    const hasFollowUps = count(learned)
    const { changes } = insert.run(sourceId, repository, manifest.digest, projectId, ...columnsOf(manifest))
    if (changes === 0) return { hasFollowUps }
    for (const child of childrenOf(manifest)) insertChild.run(sourceId, repository, child, manifest.digest)
    return { hasFollowUps }
  }
}

function columnsOf({
  mediaType,
  artifactType,
  sizeBytes,
  subject,
  platforms,
  references,
  isComplete,
}: Manifest) {
  return [
    mediaType,
    artifactType,
    sizeBytes,
    subject,
    JSON.stringify(platforms),
    JSON.stringify(references),
    isComplete ? 1 : 0,
  ]
}
