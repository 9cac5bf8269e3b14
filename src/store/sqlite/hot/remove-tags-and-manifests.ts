import type { DatabaseSync } from 'node:sqlite'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { manifestOfRow } from '../../event/manifest-row.ts'
import type { ManifestTable } from '../../event/event-tables.ts'
import { prepareReportQuota } from './report-quota.ts'
import { statement } from './statement.ts'
import { prepareUsage } from './usage.ts'

/** How long a tag is kept once its manifest is gone, so that the registry can still report that the tag is gone too. */
const KEEP_GONE_TAGS_MS = 3_600_000

/** Removes what an event reports as deleted: a manifest with its tags, a tag, or all of a repository. */
export function prepareRemove(database: DatabaseSync) {
  const tags = prepareRemoveTags(database)
  const manifests = prepareRemoveManifests(database)
  return {
    manifest(event: RegistryEvent, projectId: number): void {
      const { digest } = artifactOf(event)
      tags.ofManifest(event, digest)
      if (digest !== null) manifests.one(event, projectId, digest)
    },
    tag(event: RegistryEvent): void {
      tags.one(event, artifactOf(event).tag)
    },
    repository(event: RegistryEvent, projectId: number): void {
      tags.all(event)
      manifests.all(event, projectId)
    },
  }
}

function prepareRemoveTags(database: DatabaseSync) {
  const removeOne = prepareDelete(database, 'tag', 'and name = :name')
  const removeAll = prepareDelete(database, 'tag', '')
  const removeLongGone = prepareDelete(database, 'tag', 'and deleted_at < :before')
  const markGone = statement(
    database,
    `
    update tag set deleted_at = :now
    where source_id = :source_id and repository = :repository and digest = :digest and deleted_at is null`,
  )
  return {
    one: (event: RegistryEvent, name: string | null): void =>
      void removeOne.run({ ...repositoryOf(event), name }),
    all: (event: RegistryEvent): void => void removeAll.run(repositoryOf(event)),
    ofManifest(event: RegistryEvent, digest: string | null): void {
      const repository = repositoryOf(event)
      markGone.run({ ...repository, digest, now: event.acceptedAtMs })
      removeLongGone.run({ ...repository, before: event.acceptedAtMs - KEEP_GONE_TAGS_MS })
    },
  }
}

function prepareRemoveManifests(database: DatabaseSync) {
  const removeOne = prepareDelete(database, 'manifest', 'and digest = :digest returning *')
  const removeAll = prepareDelete(database, 'manifest', 'returning *')
  const removeChildren = prepareDelete(database, 'manifest_child', 'and parent = :digest')
  const removeAllChildren = prepareDelete(database, 'manifest_child', '')
  const usage = prepareUsage(database)
  const reportQuota = prepareReportQuota(database)
  const release = (event: RegistryEvent, projectId: number, rows: readonly unknown[]): void => {
    for (const row of rows as readonly ManifestTable[]) {
      const used = usage.remove(projectId, manifestOfRow(row))
      if (used !== null) reportQuota(event, projectId, used)
    }
  }
  return {
    one(event: RegistryEvent, projectId: number, digest: string): void {
      const which = { ...repositoryOf(event), digest }
      release(event, projectId, removeOne.all(which))
      removeChildren.run(which)
    },
    all(event: RegistryEvent, projectId: number): void {
      const which = repositoryOf(event)
      release(event, projectId, removeAll.all(which))
      removeAllChildren.run(which)
    },
  }
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
