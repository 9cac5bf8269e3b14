import type { QueryOf } from '../../../contract/api-call.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { QuotaResponse } from '../../../contract/projects/quota.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Paged } from '../../../domain/list-query.ts'
import type { StorageQuota } from '../../../domain/storage-quota.ts'
import type { Store } from '../../../domain/store.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { storageLimit } from './storage-limit.ts'

export interface QuotaParts {
  readonly store: Pick<Store, 'quotas' | 'users'>
}

const NO_QUOTAS: Paged<StorageQuota> = { items: [], total: 0 }

/** The storage of projects: limit and use. */
export function quotaRoutes({ store: { quotas, users } }: QuotaParts): readonly Route[] {
  const write = async ({
    project,
    limitBytes,
    usedBytes,
    ...times
  }: StorageQuota): Promise<QuotaResponse> => ({
    id: project.id,
    ref: { id: project.id, name: project.name, owner_name: (await users.byId(project.ownerId))?.name ?? '' },
    hard: { storage: limitBytes ?? -1 },
    used: { storage: usedBytes },
    creation_time: timeInMs(times.createdAtMs),
    update_time: timeInMs(times.updatedAtMs),
  })
  const one = async (id: number): Promise<StorageQuota> => {
    const quota = await quotas.byProject(id)
    if (quota === null) throw new BellbuoyError('NOT_FOUND', `quota ${id} not found`)
    return quota
  }
  /** As in Harbor an empty reference counts as none. */
  const find = async (query: QueryOf<typeof CALLS.listQuotas>): Promise<Paged<StorageQuota>> => {
    const { reference = '', reference_id: id = '' } = query
    if (reference !== '' && reference !== 'project') return NO_QUOTAS
    if (id === '') return quotas.list(pageOf(query))
    const found = /^\d{1,15}$/.test(id) ? await quotas.byProject(Number(id)) : null
    return found === null ? NO_QUOTAS : { items: [found], total: 1 }
  }
  return [
    answer(CALLS.listQuotas, async ({ url, query }) => {
      const { items, total } = await find(query)
      const body = await Promise.all(items.map(write))
      return { status: 200, headers: pagingHeaders(url, query, total), body }
    }),
    answer(CALLS.getQuota, async ({ params }) => ({ status: 200, body: await write(await one(params.id)) })),
    answer(CALLS.updateQuota, async ({ params, body, guard, concerns }) => {
      concerns((await quotas.byProject(params.id))?.project.name ?? String(params.id))
      const bytes = body.hard?.storage
      if (bytes === undefined) throw badRequest('hard required in body: {"hard":{"storage":BYTES}}')
      await quotas.setLimit(params.id, storageLimit(bytes), guard)
      return { status: 200 }
    }),
  ].flat()
}
