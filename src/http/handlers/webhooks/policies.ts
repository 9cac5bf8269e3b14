import Type from 'typebox'
import { ListParams } from '../../../contract/params.ts'
import { PolicyRequest, PolicyResponse } from '../../../contract/webhooks/policy.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { Policies, Policy } from '../../../domain/policy/policy.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { type Scope, projectIdOf } from '../scope.ts'
import { policyDraft } from './policy-draft.ts'
import type { PolicyWriter } from './policy-response.ts'
import type { TargetChecks } from './target-draft.ts'

export const POLICY_ID = { webhook_policy_id: Type.Integer() }

const TAG = 'webhook'

export interface PolicyParts {
  readonly policies: Policies
  readonly checks: TargetChecks
  readonly write: PolicyWriter
}

/** The policies of a project, or the global ones. */
export function policyRoutes(parts: PolicyParts, scope: Scope): readonly Route[] {
  const { policies, checks, write } = parts
  const list = route({
    method: 'GET',
    path: `${scope.path}/policies`,
    operation: scope.pick('ListWebhookPoliciesOfProject', 'ListGlobalPolicies'),
    summary: scope.pick('List the policies of a project', 'List the global policies'),
    tag: TAG,
    needs: 'notification-policy:list',
    schema: { params: scope.params({}), querystring: ListParams },
    answers: { 200: Type.Array(PolicyResponse) },
    async handle(call) {
      const { items, total } = await policies.list(
        projectIdOf(call),
        pageOf(call.query),
        listQuery(call.query),
      )
      return {
        status: 200,
        headers: pagingHeaders(call.url, call.query, total),
        body: await write(items, call),
      }
    },
  })
  const create = route({
    method: 'POST',
    path: `${scope.path}/policies`,
    operation: scope.pick('CreateWebhookPolicyOfProject', 'CreateGlobalPolicy'),
    summary: scope.pick('Create a policy', 'Create a global policy'),
    tag: TAG,
    needs: 'notification-policy:create',
    schema: { params: scope.params({}), body: PolicyRequest },
    answers: { 201: null },
    async handle(call) {
      const draft = policyDraft(call.body, checks)
      const id = await policies.create(projectIdOf(call), draft, nameOf(call.caller))
      return { status: 201, headers: { location: `${locationBase(call.url)}/${id}` } }
    },
  })
  return [list, create, ...onePolicyRoutes(parts, scope)]
}

function onePolicyRoutes({ policies, checks, write }: PolicyParts, scope: Scope): readonly Route[] {
  const read = route({
    method: 'GET',
    path: `${scope.path}/policies/:webhook_policy_id`,
    operation: scope.pick('GetWebhookPolicyOfProject', 'GetGlobalPolicy'),
    summary: scope.pick('Get a policy', 'Get a global policy'),
    tag: TAG,
    needs: 'notification-policy:read',
    schema: { params: scope.params(POLICY_ID) },
    answers: { 200: PolicyResponse },
    async handle(call) {
      const policy = await findPolicy(policies, projectIdOf(call), call.params.webhook_policy_id)
      const [body] = await write([policy], call)
      return { status: 200, ...(body !== undefined && { body }) }
    },
  })
  const update = route({
    method: 'PUT',
    path: `${scope.path}/policies/:webhook_policy_id`,
    operation: scope.pick('UpdateWebhookPolicyOfProject', 'UpdateGlobalPolicy'),
    summary: scope.pick('Replace a policy', 'Replace a global policy'),
    tag: TAG,
    needs: 'notification-policy:update',
    schema: { params: scope.params(POLICY_ID), body: PolicyRequest },
    answers: { 200: null },
    async handle(call) {
      const id = call.params.webhook_policy_id
      await findPolicy(policies, projectIdOf(call), id)
      await policies.update(projectIdOf(call), id, policyDraft(call.body, checks))
      return { status: 200 }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: `${scope.path}/policies/:webhook_policy_id`,
    operation: scope.pick('DeleteWebhookPolicyOfProject', 'DeleteGlobalPolicy'),
    summary: scope.pick(
      'Delete a policy and stop what waits for its targets',
      'Delete a global policy and stop what waits for its targets',
    ),
    tag: TAG,
    needs: 'notification-policy:delete',
    schema: { params: scope.params(POLICY_ID) },
    answers: { 200: null },
    async handle(call) {
      await policies.remove(projectIdOf(call), call.params.webhook_policy_id)
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
export function locationBase(url: string): string {
  return (url.split('?')[0] ?? '').replace(/\/+$/, '')
}
