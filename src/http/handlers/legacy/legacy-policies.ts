import Type from 'typebox'
import { ProjectParams } from '../../../contract/params.ts'
import {
  type LegacyPolicyRequest as Request,
  LegacyPolicyRequest,
  LegacyPolicyResponse,
} from '../../../contract/webhooks/legacy.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { proposalNameOf } from '../../../domain/event/event-type.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { Policies, Policy } from '../../../domain/policy/policy.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { locationBase } from '../webhooks/policies.ts'
import { policyDraft } from '../webhooks/policy-draft.ts'
import type { TargetChecks } from '../webhooks/target-draft.ts'
import { LEGACY_PATH, assertByNumber, legacyPolicy } from './legacy-project.ts'

const POLICIES_PATH = `${LEGACY_PATH}/policies`
const POLICY_PATH = `${POLICIES_PATH}/:webhook_policy_id`
const TAG = 'legacy'
const PolicyParams = Type.Object({ ...ProjectParams.properties, webhook_policy_id: Type.Integer() })
const EVERYTHING = { offset: 0, limit: 0 }

/** Harbor 1.10's policies; a project may have several here too, where 1.10 itself held one. */
export function legacyPolicyRoutes(policies: Policies, checks: TargetChecks): readonly Route[] {
  const list = route({
    method: 'GET',
    path: POLICIES_PATH,
    operation: 'ListLegacyPolicies',
    tag: TAG,
    summary: 'List the policies of a project, all at once',
    needs: 'notification-policy:list',
    schema: { params: ProjectParams },
    answers: { 200: Type.Array(LegacyPolicyResponse) },
    async handle(call) {
      assertByNumber(call)
      const { items } = await policies.list(call.project.id, EVERYTHING)
      return { status: 200, body: items.map(legacyPolicyResponse) }
    },
  })
  const create = route({
    method: 'POST',
    path: POLICIES_PATH,
    operation: 'CreateLegacyPolicy',
    tag: TAG,
    summary: 'Create a policy',
    needs: 'notification-policy:create',
    schema: { params: ProjectParams, body: LegacyPolicyRequest },
    answers: { 201: null },
    async handle(call) {
      assertByNumber(call)
      assertNoId(call.body)
      const id = await policies.create(call.project.id, policyDraft(call.body, checks), nameOf(call.caller))
      return { status: 201, headers: { location: `${locationBase(call.url)}/${id}` } }
    },
  })
  return [list, create, ...onePolicyRoutes(policies, checks)]
}

function onePolicyRoutes(policies: Policies, checks: TargetChecks): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: POLICY_PATH,
      operation: 'GetLegacyPolicy',
      tag: TAG,
      summary: 'Get a policy',
      needs: 'notification-policy:read',
      schema: { params: PolicyParams },
      answers: { 200: LegacyPolicyResponse },
      async handle(call) {
        assertByNumber(call)
        const policy = await legacyPolicy(policies, call.project, call.params.webhook_policy_id)
        return { status: 200, body: legacyPolicyResponse(policy) }
      },
    }),
    route({
      method: 'PUT',
      path: POLICY_PATH,
      operation: 'UpdateLegacyPolicy',
      tag: TAG,
      summary: 'Replace a policy',
      needs: 'notification-policy:update',
      schema: { params: PolicyParams, body: LegacyPolicyRequest },
      answers: { 200: null },
      async handle(call) {
        assertByNumber(call)
        const { id } = await legacyPolicy(policies, call.project, call.params.webhook_policy_id)
        await policies.update(call.project.id, id, policyDraft(call.body, checks))
        return { status: 200 }
      },
    }),
    route({
      method: 'DELETE',
      path: POLICY_PATH,
      operation: 'DeleteLegacyPolicy',
      tag: TAG,
      summary: 'Delete a policy',
      needs: 'notification-policy:delete',
      schema: { params: PolicyParams },
      answers: { 200: null },
      async handle(call) {
        assertByNumber(call)
        const { id } = await legacyPolicy(policies, call.project, call.params.webhook_policy_id)
        await policies.remove(call.project.id, id)
        return { status: 200 }
      },
    }),
  ]
}

function assertNoId({ id = 0 }: Request): void {
  if (id !== 0) throw new BellbuoyError('BAD_REQUEST', `cannot accept policy creating request with ID: ${id}`)
}

function legacyPolicyResponse(policy: Policy): LegacyPolicyResponse {
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    project_id: policy.projectId,
    targets: policy.targets.map(({ type, address, skipCertVerify }) => ({
      type,
      address,
      skip_cert_verify: skipCertVerify,
    })),
    event_types: policy.eventTypes.map(proposalNameOf),
    creator: policy.creator,
    creation_time: timeInMs(policy.createdAtMs),
    update_time: timeInMs(policy.updatedAtMs),
    enabled: policy.enabled,
  }
}
