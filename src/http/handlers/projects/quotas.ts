import Type from 'typebox'
import { QuotaParams, QuotasQuery } from '../../../contract/params.ts'
import { QuotaRequest, QuotaResponse } from '../../../contract/projects/quota.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Users } from '../../../domain/people/user.ts'
import type { Quotas, StorageQuota } from '../../../domain/storage-quota.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { storageLimit } from './storage-limit.ts'

const PATH = '/api/v2.0/quotas'

/** Storage limits of projects and what is used of them. */
export function quotaRoutes(quotas: Quotas, users: Pick<Users, 'byId'>): readonly Route[] {
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
    route({
      method: 'GET',
      path: PATH,
      operation: 'ListQuotas',
      tag: 'quota',
      needs: 'configuration:read',
      summary: 'List the storage of projects and their limits',
      schema: { querystring: QuotasQuery },
      answers: { 200: Type.Array(QuotaResponse) },
      async handle({ url, query }) {
        const id = query.reference_id
        const found = id === undefined ? null : await quotas.byProject(Number(id))
        const { items, total } =
          id === undefined
            ? await quotas.list(pageOf(query))
            : { items: found === null ? [] : [found], total: found === null ? 0 : 1 }
        const body = await Promise.all(items.map(write))
        return { status: 200, headers: pagingHeaders(url, query, total), body }
      },
    }),
    route({
      method: 'GET',
      path: `${PATH}/:id`,
      operation: 'GetQuota',
      tag: 'quota',
      summary: 'Get the storage of a project and its limit',
      needs: 'configuration:read',
      schema: { params: QuotaParams },
      answers: { 200: QuotaResponse },
      handle: async ({ params }) => ({ status: 200, body: await write(await one(params.id)) }),
    }),
    route({
      method: 'PUT',
      path: `${PATH}/:id`,
      operation: 'UpdateQuota',
      tag: 'quota',
      summary: 'Set the storage limit of a project',
      needs: 'configuration:update',
      schema: { params: QuotaParams, body: QuotaRequest },
      answers: { 200: null },
      async handle({ params, body }) {
        await quotas.setLimit(params.id, storageLimit(body.hard.storage))
        return { status: 200 }
      },
    }),
  ]
}
