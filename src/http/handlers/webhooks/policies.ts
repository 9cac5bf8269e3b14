import * as CALLS from '../../../contract/calls.ts'
import type { PolicyRequest } from '../../../contract/webhooks/policy.ts'
import type { Clock } from '../../../domain/clock.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import type { Policies, Policy, PolicyDraft } from '../../../domain/policy/policy.ts'
import type { Store } from '../../../domain/store.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { projectIdOf } from '../project-id-of.ts'
import { policyDraft } from './policy-draft.ts'
import { createPolicyWriter } from './policy-response.ts'
import type { TargetChecks } from './target-draft.ts'

export interface PolicyParts {
  readonly store: Pick<Store, 'policies' | 'targets' | 'breakers'>
  readonly checks: TargetChecks
  readonly config: Pick<ServerConfig, 'authHeaderReadable' | 'maxAgeMs'>
  readonly clock: Pick<Clock, 'now'>
}

interface PolicyCall {
  readonly body: PolicyRequest
  readonly caller: Caller
}

/** The policies of a project, or the global ones. */
export function policyRoutes({ store, checks, config, clock }: PolicyParts): readonly Route[] {
  const { policies } = store
  const write = createPolicyWriter({ store, config, clock })
  const draftOf = ({ body, caller }: PolicyCall): Promise<PolicyDraft> => {
    // As in Harbor a policy may have none.
    if (body.name) assertVisibleName('policy name', body.name)
    return policyDraft(body, checks, caller)
  }
  return [
    answer(CALLS.listPolicies, async (call) => {
      const page = pageOf(call.query)
      const { items, total } = await policies.list(projectIdOf(call), page, listQuery(call.query))
      const headers = pagingHeaders(call.url, call.query, total)
      return { status: 200, headers, body: await write.all(items, call) }
    }),
    answer(CALLS.createPolicy, async (call) => {
      const draft = await draftOf(call)
      const id = await policies.create(projectIdOf(call), draft, nameOf(call.caller))
      return { status: 201, headers: { location: `${locationBase(call.url)}/${id}` } }
    }),
    answer(CALLS.getPolicy, async (call) => {
      const policy = await findPolicy(policies, projectIdOf(call), call.params.webhook_policy_id)
      return { status: 200, body: await write.one(policy, call) }
    }),
    answer(CALLS.updatePolicy, async (call) => {
      const id = call.params.webhook_policy_id
      call.concerns((await findPolicy(policies, projectIdOf(call), id)).name)
      await policies.update(projectIdOf(call), id, await draftOf(call), call.guard)
      return { status: 200 }
    }),
    answer(CALLS.deletePolicy, async (call) => {
      const { id, name } = await findPolicy(policies, projectIdOf(call), call.params.webhook_policy_id)
      call.concerns(name)
      await policies.remove(projectIdOf(call), id, call.guard)
      return { status: 200 }
    }),
  ].flat()
}

/** @throws BellbuoyError `NOT_FOUND` in Harbor's words, which differ for a policy of another project */
export async function findPolicy(policies: Policies, projectId: number, id: number): Promise<Policy> {
  const policy = await policies.byId(projectId, id)
  if (policy !== null) return policy
  const message = (await policies.exists(id))
    ? `resource not found: project id:${projectId}, webhook policy id: ${id} not found`
    : `notificationPolicy ${id} not found`
  throw new BellbuoyError('NOT_FOUND', message)
}

/** The path that the caller used, so that a client finds its project written as it wrote it. */
export function locationBase(url: string): string {
  return (url.split('?')[0] ?? '').replace(/\/+$/, '')
}
