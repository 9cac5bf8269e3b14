import type { DatabaseSync } from 'node:sqlite'
import type { Manifest } from '../../../domain/event/manifest.ts'
import { blobsOf } from '../../event/stored-blobs.ts'

/** What a project with a limit stores after a change. */
export interface Usage {
  readonly limitBytes: number
  readonly usedBytes: number
  /** What the change added; negative when it released something. */
  readonly addedBytes: number
  readonly told: number
}

/** Counts what the manifests of projects with a limit refer to, each once; null for projects without one. */
export function prepareUsage(database: DatabaseSync) {
  const selectQuota = database.prepare('select limit_bytes, used_bytes, told from quota where project_id = ?')
  const updateQuota = database.prepare('update quota set used_bytes = ? where project_id = ?')
  const use = database.prepare(`
    insert into blob (project_id, digest, size, uses) values (?, ?, ?, 1)
    on conflict do update set uses = uses + 1 returning uses`)
  const release = database.prepare(
    'update blob set uses = uses - 1 where project_id = ? and digest = ? returning uses, size',
  )
  const removeBlob = database.prepare('delete from blob where project_id = ? and digest = ?')

  const changed = (projectId: number, change: () => number): Usage | null => {
    const row = selectQuota.get(projectId)
    if (row === undefined) return null
    const addedBytes = change()
    const usedBytes = Number(row['used_bytes']) + addedBytes
    updateQuota.run(usedBytes, projectId)
    return { limitBytes: Number(row['limit_bytes']), usedBytes, addedBytes, told: Number(row['told']) }
  }

  return {
    isLimited: (projectId: number): boolean => selectQuota.get(projectId) !== undefined,
    add: (projectId: number, manifest: Manifest): Usage | null =>
      changed(projectId, () =>
        blobsOf(manifest).reduce((sum, { digest, sizeBytes }) => {
          const uses = Number(use.get(projectId, digest, sizeBytes)?.['uses'])
          return uses === 1 ? sum + sizeBytes : sum
        }, 0),
      ),
    remove: (projectId: number, manifest: Manifest): Usage | null =>
      changed(projectId, () =>
        blobsOf(manifest).reduce((sum, { digest }) => {
          const row = release.get(projectId, digest)
          if (row === undefined || Number(row['uses']) > 0) return sum
          removeBlob.run(projectId, digest)
          return sum - Number(row['size'])
        }, 0),
      ),
  }
}
