import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent, DeletionBound } from '../../../domain/delivery/queue.ts'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { type ManifestRow, manifestOfRow } from '../../event/manifest-row.ts'
import { prepareReportQuota } from './report-quota.ts'
import { statement } from './statement.ts'
import { prepareUsage } from './usage.ts'

const EVERYTHING: DeletionBound = { instance: null, atMs: Infinity, elsewhereAtMs: Infinity }

/** Removes what an event reports as deleted: a manifest, or all of a repository. What was pushed after it stays. */
export function prepareRemove(database: DatabaseSync) {
  const removeTags = prepareDelete(database, 'tag', `and ${upTo('moved')}`)
  const manifests = prepareRemoveManifests(database)
  return {
    manifest({ event, projectId, deletesUpTo = EVERYTHING }: DecidedEvent): void {
      const { digest } = artifactOf(event)
      if (digest !== null && event.late !== true) manifests.one(event, projectId, digest, deletesUpTo)
    },
    repository({ event, projectId, deletesUpTo = EVERYTHING }: DecidedEvent): void {
      removeTags.run({ ...repositoryOf(event), ...boundOf(deletesUpTo) })
      manifests.all(event, projectId, deletesUpTo)
    },
  }
}

function prepareRemoveManifests(database: DatabaseSync) {
  const removeOne = prepareDelete(
    database,
    'manifest',
    `and digest = :digest and ${upTo('pushed')} returning *`,
  )
  const removeAll = prepareDelete(database, 'manifest', `and ${upTo('pushed')} returning *`)
  const removeChildren = prepareDelete(database, 'manifest_child', 'and parent = :digest')
  const removeLostChildren = prepareDelete(
    database,
    'manifest_child',
    `and not exists (
      select 1 from manifest m where m.source_id = manifest_child.source_id
        and m.repository = manifest_child.repository and m.digest = parent)`,
  )
  const usage = prepareUsage(database)
  const reportQuota = prepareReportQuota(database)
  const release = (event: RegistryEvent, projectId: number, rows: readonly unknown[]): void => {
    for (const row of rows as readonly ManifestRow[]) {
      const used = usage.remove(projectId, manifestOfRow(row))
      if (used !== null) reportQuota(event, projectId, used)
    }
  }
  return {
    one(event: RegistryEvent, projectId: number, digest: string, bound: DeletionBound): void {
      const which = { ...repositoryOf(event), digest }
      const removed = removeOne.all({ ...which, ...boundOf(bound) })
      release(event, projectId, removed)
      if (removed.length > 0) removeChildren.run(which)
    },
    all(event: RegistryEvent, projectId: number, bound: DeletionBound): void {
      const which = repositoryOf(event)
      release(event, projectId, removeAll.all({ ...which, ...boundOf(bound) }))
      removeLostChildren.run(which)
    },
  }
}

/** Whether a row is not younger than a deletion, as `isLate` in `src/intake/tags/is-late.ts` has it. */
function upTo<const What extends 'moved' | 'pushed'>(what: What) {
  return `${what}_at <= case when ${what}_by is :instance then :at else :elsewhere_at end` as const
}

function boundOf({ instance, atMs, elsewhereAtMs }: DeletionBound) {
  return { instance, at: atMs, elsewhere_at: elsewhereAtMs }
}

function prepareDelete<const Table extends string, const Condition extends string>(
  database: DatabaseSync,
  table: Table,
  condition: Condition,
) {
  return statement(
    database,
    `delete from ${table} where source_id = :source_id and repository = :repository ${condition}`,
  )
}

function repositoryOf({ sourceId, repository }: RegistryEvent) {
  return { source_id: sourceId, repository }
}
