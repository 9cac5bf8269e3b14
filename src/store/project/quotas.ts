import { type RawBuilder, sql } from 'kysely'
import { BellbuoyError } from '../../domain/errors.ts'
import { INDEX_MEDIA_TYPES } from '../../domain/event/manifest.ts'
import type { Page } from '../../domain/list-query.ts'
import type { Quotas, StorageQuota } from '../../domain/storage-quota.ts'
import type { Connections, Writing } from '../connections.ts'
import { mediaTypeCode } from '../columns/media-type-code.ts'
import { count } from '../paging.ts'
import { changing } from '../revisions.ts'
import { RULES } from '../rules-revision.ts'
import { rowsOf } from '../rows-of.ts'
import { QUOTA_WARNING_PERCENT } from '../setting-names.ts'

interface QuotaRow {
  id: number
  name: string
  owner_id: number
  created_at: number
  updated_at: number
  limit_bytes: number | null
  used_bytes: number
}

const INDEX_TYPES = sql.join([...INDEX_MEDIA_TYPES].map((type) => sql.lit(mediaTypeCode(type))))

const HAS_NO_LIMIT = sql`m.project_id in (
  select id from project where deleted_at is null and id not in (select project_id from quota))`

/** Where a project has no limit, its usage is counted from its manifests when it is asked for. */
const USED = sql`coalesce(q.used_bytes, (select coalesce(sum(size), 0) from (
  select digest, max(size) as size from (
    select m.digest, m.size from manifest m where m.project_id = p.id
    union all
    select x.digest, x.size from manifest m join manifest_reference x on x.manifest_id = m.id
    where m.project_id = p.id and m.media_type not in (${INDEX_TYPES})) as named
  group by digest) as once))`

/** The same of all projects without a limit, in one pass over all manifests instead of one for each project. */
const USED_ONCE = sql`
  select m.project_id, m.digest, m.size from manifest m where ${HAS_NO_LIMIT}
  union all
  select m.project_id, x.digest, x.size from manifest m join manifest_reference x on x.manifest_id = m.id
  where m.media_type not in (${INDEX_TYPES}) and ${HAS_NO_LIMIT}`

export function createQuotas(connections: Connections): Quotas {
  const { read, write, now } = connections
  const select = async (conditions: RawBuilder<unknown>): Promise<readonly StorageQuota[]> => {
    const rows = await rowsOf(
      read,
      sql<QuotaRow>`select p.id, p.name, p.owner_id, p.created_at,
        coalesce(q.updated_at, p.updated_at) as updated_at, q.limit_bytes, ${USED} as used_bytes
      from project p left join quota q on q.project_id = p.id where p.deleted_at is null ${conditions}`,
    )
    return rows.map(quotaOf)
  }
  return {
    async list({ offset, limit }: Page) {
      const items = await select(
        limit === 0 ? sql`order by p.id` : sql`order by p.id limit ${limit} offset ${offset}`,
      )
      return { items, total: await count(read.selectFrom('project').where('deleted_at', 'is', null)) }
    },
    async byProject(projectId) {
      const [quota] = await select(sql`and p.id = ${projectId}`)
      return quota ?? null
    },
    async usedBytes() {
      const [row] = await rowsOf(
        read,
        sql<{ used: number | null }>`select (
            select coalesce(sum(q.used_bytes), 0) from quota q join project p on p.id = q.project_id
            where p.deleted_at is null) + coalesce(sum(size), 0) as used
          from (select project_id, digest, max(size) as size from (${USED_ONCE}) as named group by project_id, digest) as once`,
      )
      return row?.used ?? 0
    },
    async setLimit(projectId, limitBytes, guard) {
      if ((await select(sql`and p.id = ${projectId}`)).length === 0)
        throw new BellbuoyError('NOT_FOUND', `quota ${projectId} not found`)
      await changing(connections, { kind: 'quota', id: projectId }, guard, async (transaction) => {
        // Manifests that are being stored are counted or seen, each once.
        await connections.lock(transaction, RULES)
        if (limitBytes === null) return removeQuota(transaction, projectId)
        const changes = { limit_bytes: limitBytes, told: 0, updated_at: now() }
        const update = transaction.updateTable('quota').set(changes).where('project_id', '=', projectId)
        if ((await update.executeTakeFirstOrThrow()).numUpdatedRows > 0n) return
        const used = await countBlobs(transaction, projectId)
        const row = { project_id: projectId, used_bytes: used, created_at: now(), ...changes }
        await transaction.insertInto('quota').values(row).execute()
      })
    },
    async setWarningPercent(percent) {
      const row = { name: QUOTA_WARNING_PERCENT, value: String(percent) }
      const insert = write.insertInto('setting').values(row)
      await insert
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
        .execute()
    },
  }
}

/** Takes a project's limit away, and what was counted for it. */
export async function removeQuota(transaction: Writing, projectId: number): Promise<void> {
  await transaction.deleteFrom('quota').where('project_id', '=', projectId).execute()
  await transaction.deleteFrom('blob').where('project_id', '=', projectId).execute()
}

/** Counts the blobs of a project; @returns the bytes of all of them. */
async function countBlobs(transaction: Writing, projectId: number): Promise<number> {
  await sql`insert into blob (project_id, digest, size, uses)
    select cast(${projectId} as bigint), digest, max(size), count(*) from (
      select id, digest, max(size) as size from (
        select m.id, m.digest, coalesce(m.size, 0) as size from manifest m where m.project_id = ${projectId}
        union all
        select m.id, x.digest, x.size from manifest m join manifest_reference x on x.manifest_id = m.id
        where m.project_id = ${projectId} and coalesce(m.media_type, '') not in (${INDEX_TYPES})) as named
      group by id, digest) as once
    group by digest`.execute(transaction)
  const sum = transaction.selectFrom('blob').where('project_id', '=', projectId)
  const { bytes } = await sum
    .select(({ fn }) => fn.sum<number | null>('size').as('bytes'))
    .executeTakeFirstOrThrow()
  return bytes ?? 0
}

function quotaOf(row: QuotaRow): StorageQuota {
  return {
    project: { id: row.id, name: row.name, ownerId: row.owner_id },
    limitBytes: row.limit_bytes,
    usedBytes: row.used_bytes,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}
