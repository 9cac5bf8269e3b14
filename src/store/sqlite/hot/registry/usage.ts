import type { DatabaseSync } from 'node:sqlite'
import type { Manifest } from '../../../../domain/event/manifest.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { blobsOf } from '../../../event/stored-blobs.ts'
import { statement } from '../../../../sqlite/statement.ts'

/** What a project with a limit stores after a change. */
export interface Usage {
  readonly limitBytes: number
  readonly usedBytes: number
  /** What the change added; negative when it released something. */
  readonly addedBytes: number
  /** The level that an event has reported since usage was last below it. */
  readonly reportedLevel: number
}

/** Counts what the manifests of projects with a limit refer to, each once; null for projects without one. */
export function prepareUsage(database: DatabaseSync) {
  const blobs = prepareBlobs(database)
  const selectQuota = statement(
    database,
    'select limit_bytes, used_bytes, told from quota where project_id = :project_id',
  )
  const updateQuota = statement(
    database,
    'update quota set used_bytes = :used_bytes where project_id = :project_id',
  )
  const changed = (projectId: number, change: () => number): Usage | null => {
    const row = selectQuota.get({ project_id: projectId })
    if (row === undefined) return null
    const addedBytes = change()
    const usedBytes = Number(row['used_bytes']) + addedBytes
    updateQuota.run({ project_id: projectId, used_bytes: usedBytes })
    return {
      limitBytes: Number(row['limit_bytes']),
      usedBytes,
      addedBytes,
      reportedLevel: Number(row['told']),
    }
  }
  return {
    add: (projectId: number, manifest: Manifest): Usage | null =>
      changed(projectId, () => blobs.use(projectId, manifest)),
    remove: (projectId: number, manifest: Manifest): Usage | null =>
      changed(projectId, () => -blobs.release(projectId, manifest)),
  }
}

/** Whether the storage of a project has a limit. */
export function prepareIsLimited(database: DatabaseSync): (projectId: number) => boolean {
  const select = statement(database, 'select 1 from quota where project_id = :project_id')
  return (projectId) => select.get({ project_id: projectId }) !== undefined
}

/** The blobs of a project, and how many manifests refer to each. */
function prepareBlobs(database: DatabaseSync) {
  const use = statement(
    database,
    `
    insert into blob (project_id, digest, size, uses) values (:project_id, :digest, :size, 1)
    on conflict do update set uses = uses + 1 returning uses`,
  )
  const release = statement(
    database,
    `
    update blob set uses = uses - 1 where project_id = :project_id and digest = :digest returning uses, size`,
  )
  const remove = statement(database, 'delete from blob where project_id = :project_id and digest = :digest')
  return {
    /** @returns the bytes that the project did not store before */
    use: (projectId: number, manifest: Manifest): number =>
      blobsOf(manifest).reduce((sum, { digest, sizeBytes }) => {
        const row = use.get({ project_id: projectId, digest: digestBytes(digest), size: sizeBytes })
        return Number(row?.['uses']) === 1 ? sum + sizeBytes : sum
      }, 0),
    /** @returns the bytes that the project stores no more */
    release: (projectId: number, manifest: Manifest): number =>
      blobsOf(manifest).reduce((sum, blob) => {
        const key = { project_id: projectId, digest: digestBytes(blob.digest) }
        const row = release.get(key)
        if (row === undefined || Number(row['uses']) > 0) return sum
        remove.run(key)
        return sum + Number(row['size'])
      }, 0),
  }
}
