import { type ExpressionBuilder, sql } from 'kysely'
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
import type { Connections } from '../connections.ts'
import type { Schema } from '../schema.ts'

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

function imagesOf(
  read: Connections['read'],
  projectId: number,
  after: ImagePlace | null,
  limit: number,
): Promise<readonly ScheduledImage[]> {
  const tagged = read
    .selectFrom('tag')
    .innerJoin('repository', 'repository.path', 'tag.repository')
    .leftJoin('manifest', (join) =>
      join
        .onRef('manifest.source_id', '=', 'tag.source_id')
        .onRef('manifest.repository', '=', 'tag.repository')
        .onRef('manifest.digest', '=', 'tag.digest'),
    )
    .where('repository.project_id', '=', projectId)
    .where('tag.deleted_at', 'is', null)
    .where(isImage)
  const next =
    after === null
      ? tagged
      : tagged.where(sql<boolean>`(tag.repository, tag.digest) > (${after.repository}, ${after.digest})`)
  return next
    .select(({ fn }) => [
      ...(['tag.repository', 'tag.digest'] as const),
      fn.min('tag.name').as('tag'),
      fn.min('manifest.media_type').as('mediaType'),
    ])
    .groupBy(['tag.repository', 'tag.digest'])
    .orderBy('tag.repository')
    .orderBy('tag.digest')
    .limit(limit)
    .execute()
}

/** A manifest of unknown type may be an image; the tags of signatures and the like name a digest. */
function isImage(eb: ExpressionBuilder<Pick<Schema, 'tag' | 'manifest'>, 'tag' | 'manifest'>) {
  return eb.and([
    eb('tag.name', 'not like', 'sha256-%'),
    eb('tag.name', 'not like', 'sha512-%'),
    eb('manifest.subject', 'is', null),
    eb.or([eb('manifest.artifact_type', 'is', null), eb('manifest.artifact_type', '!=', CHART_CONFIG)]),
  ])
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
