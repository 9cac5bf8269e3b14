import Type from 'typebox'
import { ListParams, PolicyParams, ProjectParams } from '../../contract/params.ts'
import { PolicyRequest, PolicyResponse } from '../../contract/policy.ts'
import { nameOf } from '../../domain/caller.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Policies } from '../../domain/store.ts'
import { listQuery } from '../list-query.ts'
import { pageOf, pagingHeaders } from '../paging.ts'
import { type Route, route } from '../route.ts'
import { type PolicyChecks, policyDraft } from './policy-draft.ts'
import type { PolicyWriter } from './policy-response.ts'

const POLICIES_PATH = '/api/v2.0/projects/:project_name_or_id/webhook/policies'
export const POLICY_PATH = `${POLICIES_PATH}/:webhook_policy_id`

const TAG = 'webhook'

export interface PolicyParts {
  readonly policies: Policies
  readonly checks: PolicyChecks
  readonly write: PolicyWriter
}

export function policyRoutes(parts: PolicyParts): readonly Route[] {
  const { policies, checks, write } = parts
  const list = route({
    method: 'GET',
    path: POLICIES_PATH,
    operation: 'ListWebhookPoliciesOfProject',
    summary: 'List the policies of a project',
    tag: TAG,
    needs: 'notification-policy:list',
    schema: { params: ProjectParams, querystring: ListParams },
    answers: { 200: Type.Array(PolicyResponse) },
    async handle(call) {
      const { items, total } = await policies.list(call.project.id, pageOf(call.query), listQuery(call.query))
      return {
        status: 200,
        headers: pagingHeaders(call.url, call.query, total),
        body: await write(items, call),
      }
    },
  })
  const create = route({
    method: 'POST',
    path: POLICIES_PATH,
    operation: 'CreateWebhookPolicyOfProject',
    summary: 'Create a policy',
    tag: TAG,
    needs: 'notification-policy:create',
    schema: { params: ProjectParams, body: PolicyRequest },
    answers: { 201: null },
    async handle(call) {
      const draft = policyDraft(call.body, checks)
      const id = await policies.create(call.project.id, draft, nameOf(call.caller))
      return { status: 201, headers: { location: `${locationBase(call.url)}/${id}` } }
    },
  })
  return [list, create, ...onePolicyRoutes(parts)]
}

function onePolicyRoutes({ policies, checks, write }: PolicyParts): readonly Route[] {
  const read = route({
    method: 'GET',
    path: POLICY_PATH,
    operation: 'GetWebhookPolicyOfProject',
    summary: 'Get a policy',
    tag: TAG,
    needs: 'notification-policy:read',
    schema: { params: PolicyParams },
    answers: { 200: PolicyResponse },
    async handle(call) {
      const policy = await findPolicy(policies, call.project.id, call.params.webhook_policy_id)
      const [body] = await write([policy], call)
      return { status: 200, ...(body !== undefined && { body }) }
    },
  })
  const update = route({
    method: 'PUT',
    path: POLICY_PATH,
    operation: 'UpdateWebhookPolicyOfProject',
    summary: 'Replace a policy',
    tag: TAG,
    needs: 'notification-policy:update',
    schema: { params: PolicyParams, body: PolicyRequest },
    answers: { 200: null },
    async handle(call) {
      const id = call.params.webhook_policy_id
      await findPolicy(policies, call.project.id, id)
      await policies.update(call.project.id, id, policyDraft(call.body, checks))
      return { status: 200 }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: POLICY_PATH,
    operation: 'DeleteWebhookPolicyOfProject',
    summary: 'Delete a policy and stop what waits for its targets',
    tag: TAG,
    needs: 'notification-policy:delete',
    schema: { params: PolicyParams },
    answers: { 200: null },
    async handle(call) {
      await policies.remove(call.project.id, call.params.webhook_policy_id)
      return { status: 200 }
    },
  })
  return [read, update, remove]
}

/** @throws BellbuoyError `NOT_FOUND`, also for a policy of another project */
export async function findPolicy(policies: Policies, projectId: number, id: number): Promise<Policy> {
  const policy = await policies.byId(projectId, id)
  if (policy !== null) return policy
  throw new BellbuoyError(
    'NOT_FOUND',
    `resource not found: project id:${projectId}, webhook policy id: ${id} not found`,
  )
}

/** The path that the caller used, so that a client finds its project written as it wrote it. */
function locationBase(url: string): string {
  return (url.split('?')[0] ?? '').replace(/\/+$/, '')
}
