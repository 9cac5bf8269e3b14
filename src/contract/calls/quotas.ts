import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { QuotaParams, QuotasQuery } from '../params.ts'
import { QuotaRequest, QuotaResponse } from '../projects/quota.ts'

export const listQuotas = apiCall({
  method: 'GET',
  path: '/api/v2.0/quotas',
  operation: 'ListQuotas',
  summary: 'List the storage of projects and their limits',
  tag: 'quota',
  needs: 'quota:list',
  schema: { querystring: QuotasQuery },
  answers: { 200: Type.Array(QuotaResponse) },
})

export const getQuota = apiCall({
  method: 'GET',
  path: '/api/v2.0/quotas/:id',
  operation: 'GetQuota',
  summary: 'Get the storage of a project and its limit',
  tag: 'quota',
  needs: 'quota:read',
  revised: { kind: 'quota', param: 'id' },
  schema: { params: QuotaParams },
  answers: { 200: QuotaResponse },
})

export const updateQuota = apiCall({
  method: 'PUT',
  path: '/api/v2.0/quotas/:id',
  operation: 'UpdateQuota',
  summary: 'Set the storage limit of a project',
  tag: 'quota',
  needs: 'quota:update',
  revised: { kind: 'quota', param: 'id' },
  schema: { params: QuotaParams, body: QuotaRequest },
  answers: { 200: null },
})
