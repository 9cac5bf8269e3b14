import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent, DeletionBound } from '../../../../domain/delivery/queue.ts'
import { type RegistryEvent, artifactOf } from '../../../../domain/event/event.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { type ManifestRow, manifestsOf } from '../../../event/manifest-row.ts'
import type { CommitScope } from '../commit-scope.ts'
import { prepareManifestReferences } from './manifest-references.ts'
import { prepareReportQuota } from './report-quota.ts'
import { statement } from '../../../../sqlite/statement.ts'
import { prepareUsage } from './usage.ts'

const EVERYTHING: DeletionBound = { instance: null, atMs: Infinity, elsewhereAtMs: Infinity }

/** Removes what an event reports as deleted: a manifest, or all of a repository. What was pushed after it stays. */
export function prepareRemove(database: DatabaseSync, commit: CommitScope) {
  const removeTags = statement(
    database,
    `delete from tag where repository_id = :repository_id and source_id = :source_id and ${upTo('moved')}`,
  )
  const manifests = prepareRemoveManifests(database, commit)
  const boundOf = ({ instance, atMs, elsewhereAtMs }: DeletionBound) => ({
    instance: commit.instances.knownIdOf(instance),
    at: atMs,
    elsewhere_at: elsewhereAtMs,
  })
  return {
    manifest({ event, projectId, deletesUpTo = EVERYTHING }: DecidedEvent, repositoryId: number): void {
      const { digest } = artifactOf(event)
      if (digest === null || event.late === true) return
      const key = { repository_id: repositoryId, source_id: event.sourceId, ...boundOf(deletesUpTo) }
      manifests.one(event, projectId, { ...key, digest: digestBytes(digest) })
    },
    repository({ event, projectId, deletesUpTo = EVERYTHING }: DecidedEvent, repositoryId: number): void {
      const key = { repository_id: repositoryId, source_id: event.sourceId, ...boundOf(deletesUpTo) }
      removeTags.run(key)
      manifests.all(event, projectId, key)
    },
  }
}

interface InRepository {
  readonly repository_id: number
  readonly source_id: number
  readonly instance: number | null
  readonly at: number
  readonly elsewhere_at: number
}

const SELECT_ID = `
    select id from manifest
    where repository_id = :repository_id and source_id = :source_id and is_complete is not null` as const

function prepareRemoveManifests(database: DatabaseSync, commit: CommitScope) {
  const selectOne = statement(database, `${SELECT_ID} and digest = :digest and ${upTo('pushed')}`)
  const selectAll = statement(database, `${SELECT_ID} and ${upTo('pushed')}`)
  const release = prepareRelease(database, commit)
  const strip = prepareStripManifest(database)
  const remove = (event: RegistryEvent, projectId: number, rows: readonly unknown[]): void => {
    for (const { id } of rows as readonly { readonly id: number }[]) {
      release(event, projectId, id)
      strip(id)
    }
  }
  return {
    one: (
      event: RegistryEvent,
      projectId: number,
      which: InRepository & { readonly digest: Uint8Array },
    ): void => remove(event, projectId, selectOne.all(which)),
    all: (event: RegistryEvent, projectId: number, which: InRepository): void =>
      remove(event, projectId, selectAll.all(which)),
  }
}

/** Takes what a manifest stores off the usage of its project. */
function prepareRelease(database: DatabaseSync, { isLimited }: CommitScope) {
  const usage = prepareUsage(database)
  const reportQuota = prepareReportQuota(database)
  const select = statement(
    database,
    `
    select m.*, x.digest as reference_digest, x.media_type as reference_media_type, x.size as reference_size, x.platform
    from manifest m left join manifest_reference x on x.manifest_id = m.id where m.id = :id order by x.position`,
  )
  return (event: RegistryEvent, projectId: number, id: number): void => {
    if (!isLimited(projectId)) return
    for (const manifest of manifestsOf(select.all({ id }) as readonly ManifestRow[])) {
      const used = usage.remove(projectId, manifest)
      if (used !== null) reportQuota(event, projectId, used)
    }
  }
}

/** Forgets what is known of a manifest. Its number stays as long as something names it: `prepareForgetBare`. */
function prepareStripManifest(database: DatabaseSync): (id: number) => void {
  const references = prepareManifestReferences(database)
  const removeChildren = statement(
    database,
    `
    delete from manifest_child where parent_id = :id and child_id in (
      select c.id from manifest p join manifest_reference x on x.manifest_id = p.id
      join manifest c on c.repository_id = p.repository_id and c.digest = x.digest and c.source_id = p.source_id
      where p.id = :id)`,
  )
  const strip = statement(
    database,
    `
    update manifest set project_id = null, media_type = null, artifact_type = null, size = null, subject = null,
      platforms_json = null, is_complete = null, pushed_at = 0, pushed_by = null where id = :id`,
  )
  return (id) => {
    removeChildren.run({ id })
    references.remove(id)
    strip.run({ id })
  }
}

/** Whether a row is not younger than a deletion, as `isLate` in `src/intake/tags/is-late.ts` has it. */
function upTo<const What extends 'moved' | 'pushed'>(what: What) {
  return `${what}_at <= case when ${what}_by is :instance then :at else :elsewhere_at end` as const
}
