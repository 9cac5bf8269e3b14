import { type RawBuilder, sql } from 'kysely'
import { BellbuoyError } from '../../domain/errors.ts'
import type { Page } from '../../domain/list-query.ts'
import type { Quotas, StorageQuota } from '../../domain/storage-quota.ts'
import type { Connections, Writing } from '../connections.ts'
import { manifestOfRow } from '../event/manifest-row.ts'
import { blobsOf } from '../event/stored-blobs.ts'
import { count } from '../paging.ts'
import { changing } from '../revisions.ts'
import { rowsOf } from '../rows-of.ts'
import { QUOTA_WARNING_PERCENT } from '../setting-names.ts'

/** Manifests read at a time while usage is counted for the first time. */
const COUNTED_AT_A_TIME = 500

interface QuotaRow {
  id: number
  name: string
  owner_id: number
  created_at: number
  updated_at: number
  limit_bytes: number | null
  used_bytes: number
}

/** Where a project has no limit, its usage is counted from its manifests when it is asked for. */
const USED = sql`coalesce(q.used_bytes, (select coalesce(sum(size), 0) from (
  select digest, max(size) as size from (
    select m.digest, m.size from manifest m where m.project_id = p.id
    union all
    select r.value ->> 'digest', r.value ->> 'sizeBytes' from manifest m, json_each(m.references_json) r
    where m.project_id = p.id and m.media_type not like '%.index.v1+json' and m.media_type not like '%.list.v2+json')
  group by digest)))`

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
      const items = await select(sql`order by p.id limit ${limit === 0 ? -1 : limit} offset ${offset}`)
      return { items, total: await count(read.selectFrom('project').where('deleted_at', 'is', null)) }
    },
    async byProject(projectId) {
      const [quota] = await select(sql`and p.id = ${projectId}`)
      return quota ?? null
    },
    async usedBytes() {
      const [row] = await rowsOf(
        read,
        sql<{ used: number | null }>`select sum(${USED}) as used
        from project p left join quota q on q.project_id = p.id where p.deleted_at is null`,
      )
      return row?.used ?? 0
    },
    async setLimit(projectId, limitBytes, guard) {
      if ((await select(sql`and p.id = ${projectId}`)).length === 0)
        throw new BellbuoyError('NOT_FOUND', `quota ${projectId} not found`)
      await changing(connections, { kind: 'quota', id: projectId }, guard, async (transaction) => {
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
      await insert.onConflict((conflict) => conflict.doUpdateSet({ value: row.value })).execute()
    },
  }
}

/** Takes a project's limit away, and what was counted for it. */
export async function removeQuota(transaction: Writing, projectId: number): Promise<void> {
  await transaction.deleteFrom('quota').where('project_id', '=', projectId).execute()
  await transaction.deleteFrom('blob').where('project_id', '=', projectId).execute()
}

/** @returns the bytes of all blobs of a project */
async function countBlobs(transaction: Writing, projectId: number): Promise<number> {
  const blobs = new Map<string, { readonly size: number; uses: number }>()
  for (let offset = 0; ; offset += COUNTED_AT_A_TIME) {
    const query = transaction.selectFrom('manifest').selectAll().where('project_id', '=', projectId)
    const ordered = query.orderBy('source_id').orderBy('repository').orderBy('digest')
    const rows = await ordered.limit(COUNTED_AT_A_TIME).offset(offset).execute()
    for (const { digest, sizeBytes } of rows.map(manifestOfRow).flatMap(blobsOf)) {
      const known = blobs.get(digest)
      if (known === undefined) blobs.set(digest, { size: sizeBytes, uses: 1 })
      else known.uses++
    }
    if (rows.length < COUNTED_AT_A_TIME) break
  }
  for (const [digest, { size, uses }] of blobs) {
    await transaction.insertInto('blob').values({ project_id: projectId, digest, size, uses }).execute()
  }
  return [...blobs.values()].reduce((sum, { size }) => sum + size, 0)
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
