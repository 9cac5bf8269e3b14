import * as CALLS from '../../../contract/calls.ts'
import type { LegacyPolicyRequest, LegacyPolicyResponse } from '../../../contract/webhooks/legacy.ts'
import { badRequest } from '../../../domain/errors.ts'
import { proposalNameOf } from '../../../domain/event/event-type.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import type { Policy, PolicyDraft } from '../../../domain/policy/policy.ts'
import type { Store } from '../../../domain/store.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { locationBase } from '../webhooks/policies.ts'
import { policyDraft } from '../webhooks/policy-draft.ts'
import type { TargetChecks } from '../webhooks/target-draft.ts'
import { assertByNumber, legacyPolicy } from './legacy-project.ts'
const EVERYTHING = { offset: 0, limit: 0 }

export interface LegacyPolicyParts {
  readonly store: Pick<Store, 'policies'>
  readonly checks: TargetChecks
}

interface LegacyPolicyCall {
  readonly body: LegacyPolicyRequest
  readonly caller: Caller
}

/** Harbor 1.10's policies; a project may have several here too, where 1.10 itself held one. */
export function legacyPolicyRoutes({ store, checks }: LegacyPolicyParts): readonly Route[] {
  const { policies } = store
  const draftOf = ({ body, caller }: LegacyPolicyCall): Promise<PolicyDraft> => {
    // In 1.10 a policy needs no name.
    if (body.name) assertVisibleName('policy name', body.name)
    // Nobody reads an auth_header here, so an empty one keeps what is stored.
    return policyDraft(body, { ...checks, emptyAuthHeaderRemoves: false }, caller)
  }
  return [
    answer(CALLS.listLegacyPolicies, async (call) => {
      assertByNumber(call)
      const { items } = await policies.list(call.project.id, EVERYTHING)
      return { status: 200, body: items.map(legacyPolicyResponse) }
    }),
    answer(CALLS.createLegacyPolicy, async (call) => {
      assertByNumber(call)
      assertNoId(call.body)
      const draft = await draftOf(call)
      const id = await policies.create(call.project.id, draft, nameOf(call.caller))
      return { status: 201, headers: { location: `${locationBase(call.url)}/${id}` } }
    }),
    answer(CALLS.getLegacyPolicy, async (call) => {
      assertByNumber(call)
      const policy = await legacyPolicy(policies, call.project, call.params.webhook_policy_id)
      return { status: 200, body: legacyPolicyResponse(policy) }
    }),
    answer(CALLS.updateLegacyPolicy, async (call) => {
      assertByNumber(call)
      const { id, name } = await legacyPolicy(policies, call.project, call.params.webhook_policy_id)
      call.concerns(name)
      await policies.update(call.project.id, id, await draftOf(call), call.guard)
      return { status: 200 }
    }),
    answer(CALLS.deleteLegacyPolicy, async (call) => {
      assertByNumber(call)
      const { id, name } = await legacyPolicy(policies, call.project, call.params.webhook_policy_id)
      call.concerns(name)
      await policies.remove(call.project.id, id, call.guard)
      return { status: 200 }
    }),
  ].flat()
}

function assertNoId({ id = 0 }: LegacyPolicyRequest): void {
  if (id !== 0) throw badRequest(`cannot accept policy creating request with ID: ${id}`)
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
