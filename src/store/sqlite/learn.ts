import type { DatabaseSync } from 'node:sqlite'
import { type Manifest, childrenOf } from '../../domain/manifest.ts'
import type { Learned } from '../../domain/queue.ts'

/** Keeps a manifest with what belongs to it. What was read from the registry replaces what was told, never the other way. */
export function prepareLearn(database: DatabaseSync): (learned: Learned) => null {
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
  return ({ sourceId, repository, projectId, manifest }) => {
    const { changes } = insert.run(sourceId, repository, manifest.digest, projectId, ...columnsOf(manifest))
    if (changes === 0) return null
    for (const child of childrenOf(manifest)) insertChild.run(sourceId, repository, child, manifest.digest)
    return null
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
    ...[mediaType, artifactType, sizeBytes, subject, JSON.stringify(platforms), JSON.stringify(references)],
    isComplete ? 1 : 0,
  ]
}
