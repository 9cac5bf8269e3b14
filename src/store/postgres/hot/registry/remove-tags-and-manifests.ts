import type { DecidedEvent, DeletionBound } from '../../../../domain/delivery/queue.ts'
import { artifactOf } from '../../../../domain/event/event.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { type ManifestRow, manifestsOf } from '../../../event/manifest-row.ts'
import { type Session, statement } from '../session.ts'
import { reportQuota } from './report-quota.ts'
import { releaseUsage } from './usage.ts'

const EVERYTHING: DeletionBound = { instance: null, atMs: Infinity, elsewhereAtMs: Infinity }

/** Whether a row is not younger than a deletion, as `isLate` in `src/intake/tags/is-late.ts` has it; of `$3`, `$4` and `$5`. */
function upTo(what: 'moved' | 'pushed'): string {
  const instance = `case when $3::text is null then null else coalesce((select id from instance where name = $3), -1) end`
  return `${what}_at <= case when ${what}_by is not distinct from (${instance}) then $4::bigint else $5::bigint end`
}

const REMOVE_TAGS = statement(
  `delete from tag where repository_id = $1 and source_id = $2 and ${upTo('moved')}`,
)

const SELECT_ALL = `select id from manifest where repository_id = $1 and source_id = $2 and is_complete is not null
  and ${upTo('pushed')}`
const SELECT_EACH = statement(SELECT_ALL)
const SELECT_ONE = statement(`${SELECT_ALL} and digest = $6`)

const SELECT_WHOLE = statement(`
  select m.*, x.digest as reference_digest, x.media_type as reference_media_type, x.size as reference_size, x.platform
  from manifest m left join manifest_reference x on x.manifest_id = m.id
  where m.id = any($1::bigint[]) order by m.id, x.position`)

const REMOVE_CHILDREN = statement(`delete from manifest_child where parent_id = any($1::bigint[])`)
const REMOVE_REFERENCES = statement('delete from manifest_reference where manifest_id = any($1::bigint[])')
/** Its number stays as long as something names it: `forgetBare`. */
const STRIP = statement(`
  update manifest set project_id = null, media_type = null, artifact_type = null, size = null, subject = null,
    platforms_json = null, is_complete = null, pushed_at = 0, pushed_by = null where id = any($1::bigint[])`)

/** Removes the manifest that an event reports as deleted. What was pushed after it stays. */
export async function removeManifest(
  session: Session,
  decided: DecidedEvent,
  repositoryId: number,
  isLimited: boolean,
): Promise<void> {
  const { digest } = artifactOf(decided.event)
  if (digest === null || decided.event.late === true) return
  const rows = await session.ask<{ id: number }>(
    SELECT_ONE,
    ...boundOf(decided, repositoryId),
    digestBytes(digest),
  )
  await strip(
    session,
    decided,
    rows.map(({ id }) => id),
    isLimited,
  )
}

/** Removes all of a repository that an event reports as deleted. What was pushed after it stays. */
export async function removeRepository(
  session: Session,
  decided: DecidedEvent,
  repositoryId: number,
  isLimited: boolean,
): Promise<void> {
  const bound = boundOf(decided, repositoryId)
  const [, rows] = await Promise.all([
    session.change(REMOVE_TAGS, ...bound),
    session.ask<{ id: number }>(SELECT_EACH, ...bound),
  ])
  await strip(
    session,
    decided,
    rows.map(({ id }) => id),
    isLimited,
  )
}

async function strip(
  session: Session,
  { event, projectId }: DecidedEvent,
  ids: readonly number[],
  isLimited: boolean,
): Promise<void> {
  if (ids.length === 0) return
  if (isLimited)
    for (const manifest of manifestsOf(await session.ask<ManifestRow>(SELECT_WHOLE, ids))) {
      const used = await releaseUsage(session, projectId, manifest)
      if (used !== null) await reportQuota(session, event, projectId, used)
    }
  await Promise.all([
    session.change(REMOVE_CHILDREN, ids),
    session.change(REMOVE_REFERENCES, ids),
    session.change(STRIP, ids),
  ])
}

function boundOf({ event, deletesUpTo = EVERYTHING }: DecidedEvent, repositoryId: number) {
  const { instance, atMs, elsewhereAtMs } = deletesUpTo
  return [repositoryId, event.sourceId, instance, bounded(atMs), bounded(elsewhereAtMs)] as const
}

function bounded(ms: number): number {
  return Math.min(ms, Number.MAX_SAFE_INTEGER)
}
