import { sql } from 'kysely'
import { CHART_CONFIG } from '../../domain/event/chart.ts'
import {
  SCAN_INTERVAL_KEY,
  type ImagePlace,
  type ScanRound,
  type ScanSchedule,
  type ScanSchedules,
  type ScheduledImage,
  scanIntervalMs,
} from '../../domain/scanning/scan-schedule.ts'
import { given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { digestBytes, digestOf } from '../columns/digest-bytes.ts'
import { mediaTypeCode, mediaTypeOrNull } from '../columns/media-type-code.ts'
import { rowsOf } from '../rows-of.ts'

export function createScanSchedules({ read, write }: Connections): ScanSchedules {
  return {
    async list() {
      const rows = await read
        .selectFrom('project')
        .leftJoin('scan_round', 'scan_round.project_id', 'project.id')
        .select(['id', 'name', 'metadata_json', 'started_at', 'after_repository', 'after_digest', 'is_over'])
        .where('deleted_at', 'is', null)
        .where('metadata_json', 'like', `%"${SCAN_INTERVAL_KEY}"%`)
        .orderBy(sql`coalesce(started_at, 0)`)
        .orderBy('id')
        .execute()
      return rows.map(scheduleOf).filter((one) => one !== null)
    },
    async roundOf(projectId) {
      const row = await read
        .selectFrom('scan_round')
        .selectAll()
        .where('project_id', '=', projectId)
        .executeTakeFirst()
      return row === undefined ? null : roundOf(row)
    },
    async setRound(projectId, { startedAtMs, after, isOver }) {
      const columns = {
        started_at: startedAtMs,
        after_repository: after?.repository ?? null,
        after_digest: after?.digest ?? null,
        is_over: isOver ? 1 : 0,
      }
      await write
        .insertInto('scan_round')
        .values({ project_id: projectId, ...columns })
        .onConflict((conflict) => conflict.column('project_id').doUpdateSet(columns))
        .execute()
    },
    images: (projectId, after, limit) => imagesOf(read, projectId, after, limit),
    async underWay() {
      const open = read.selectFrom('scan').where('state', 'in', ['pending', 'running'])
      const scheduled = open.where('due_at', 'is not', null).where('cause', 'like', 'schedule %')
      const { scans } = await scheduled
        .select(({ fn }) => fn.countAll<number>().as('scans'))
        .executeTakeFirstOrThrow()
      return scans
    },
    async forget(project, beforeMs) {
      const ended = write.deleteFrom('scan').where('project', '=', project).where('due_at', 'is', null)
      await ended.where('cause', 'like', 'schedule %').where('created_at', '<', beforeMs).execute()
    },
  }
}

/** A manifest of unknown type may be an image; the tags of signatures and the like name a digest. */
const IS_IMAGE = sql`t.name not like 'sha256-%' and t.name not like 'sha512-%' and m.subject is null
  and (m.artifact_type is null or m.artifact_type <> ${sql.lit(mediaTypeCode(CHART_CONFIG))})`

/** Walks through repositories by their path, and through the manifests of each by their digest as it is stored; both have an index. */
async function imagesOf(
  read: Connections['read'],
  projectId: number,
  after: ImagePlace | null,
  limit: number,
): Promise<readonly ScheduledImage[]> {
  const next = given(
    after,
    ({ repository, digest }) =>
      sql`r.path >= ${repository} and (r.path > ${repository} or m.digest > ${digestBytes(digest)})`,
  )
  const conditions = [sql`r.project_id = ${projectId}`, sql`t.deleted_at is null`, IS_IMAGE, ...next]
  const rows = await rowsOf(
    read,
    sql<ImageRow>`
      select r.path, m.digest, min(t.name) as tag, min(m.media_type) as media_type
      from repository r join manifest m on m.repository_id = r.id join tag t on t.manifest_id = m.id
      ${where(conditions)} group by r.path, m.digest order by r.path, m.digest limit ${limit}`,
  )
  return rows.map(({ path, digest, tag, media_type }) => ({
    repository: path,
    digest: digestOf(digest),
    tag,
    mediaType: mediaTypeOrNull(media_type),
  }))
}

interface ImageRow {
  readonly path: string
  readonly digest: Uint8Array
  readonly tag: string
  readonly media_type: string | null
}

interface Row extends RoundColumns {
  readonly id: number
  readonly name: string
  readonly metadata_json: string
}

interface RoundColumns {
  readonly started_at: number | null
  readonly after_repository: string | null
  readonly after_digest: string | null
  readonly is_over: number | null
}

/** Null for a project whose metadata have no interval that makes sense. */
function scheduleOf({ id, name, metadata_json, ...row }: Row): ScanSchedule | null {
  const intervalMs = scanIntervalMs(JSON.parse(metadata_json) as Record<string, string>)
  return typeof intervalMs === 'number' ? { project: { id, name }, intervalMs, round: roundOf(row) } : null
}

function roundOf({ started_at, is_over, ...row }: RoundColumns): ScanRound | null {
  const { after_repository: repository, after_digest: digest } = row
  const after = repository === null || digest === null ? null : { repository, digest }
  return started_at === null ? null : { startedAtMs: started_at, after, isOver: is_over === 1 }
}
