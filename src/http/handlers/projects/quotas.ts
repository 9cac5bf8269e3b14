import * as CALLS from '../../../contract/calls.ts'
import type { QuotaResponse } from '../../../contract/projects/quota.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { StorageQuota } from '../../../domain/storage-quota.ts'
import type { Store } from '../../../domain/store.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { storageLimit } from './storage-limit.ts'

export interface QuotaParts {
  readonly store: Pick<Store, 'quotas' | 'users'>
}

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
  return [
    answer(CALLS.listQuotas, async ({ url, query }) => {
      const id = query.reference_id
      const found = id === undefined ? null : await quotas.byProject(Number(id))
      const { items, total } =
        id === undefined
          ? await quotas.list(pageOf(query))
          : { items: found === null ? [] : [found], total: found === null ? 0 : 1 }
      const body = await Promise.all(items.map(write))
      return { status: 200, headers: pagingHeaders(url, query, total), body }
    }),
    answer(CALLS.getQuota, async ({ params }) => ({ status: 200, body: await write(await one(params.id)) })),
    answer(CALLS.updateQuota, async ({ params, body, guard }) => {
      await quotas.setLimit(params.id, storageLimit(body.hard.storage), guard)
      return { status: 200 }
    }),
  ].flat()
}
