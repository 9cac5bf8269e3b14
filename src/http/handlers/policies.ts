import { ListParams, PolicyParams, ProjectParams } from '../../contract/params.ts'
import type { PolicyResponse } from '../../contract/policy.ts'
import { PolicyRequest, type TargetResponse } from '../../contract/policy.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Project } from '../../domain/project.ts'
import type { Policies, Projects } from '../../domain/store.ts'
import type { Target } from '../../domain/target.ts'
import { listQuery } from '../list-query.ts'
import { pageOf, pagingHeaders } from '../paging.ts'
import { type Call, type Route, type RouteSchema, route } from '../route.ts'
import { timeInMs } from '../times.ts'
import { findProject } from './find-project.ts'
import { type PolicyChecks, policyDraft } from './policy-draft.ts'

const POLICIES_PATH = '/api/v2.0/projects/:project_name_or_id/webhook/policies'
export const POLICY_PATH = `${POLICIES_PATH}/:webhook_policy_id`

type ProjectCall = Pick<Call<RouteSchema & { params: typeof ProjectParams }>, 'params' | 'headers'>

export function policyRoutes(projects: Projects, policies: Policies, checks: PolicyChecks): readonly Route[] {
  const projectOf = ({ params, headers }: ProjectCall): Promise<Project> =>
    findProject(projects, params.project_name_or_id, headers['x-is-resource-name'])

  const list = route({
    method: 'GET',
    path: POLICIES_PATH,
    needs: 'notification-policy:list',
    schema: { params: ProjectParams, querystring: ListParams },
    async handle(call) {
      const project = await projectOf(call)
      const { items, total } = await policies.list(project.id, pageOf(call.query), listQuery(call.query))
      return {
        status: 200,
        headers: pagingHeaders(call.url, call.query, total),
        body: items.map(policyResponse),
      }
    },
  })
  const create = route({
    method: 'POST',
    path: POLICIES_PATH,
    needs: 'notification-policy:create',
    schema: { params: ProjectParams, body: PolicyRequest },
    async handle(call) {
      const draft = policyDraft(call.body, checks)
      const project = await projectOf(call)
      const id = await policies.create(project.id, draft, call.user?.name ?? '')
      return { status: 201, headers: { location: `${locationBase(call.url)}/${id}` } }
    },
  })
  return [list, create, ...onePolicyRoutes(projectOf, policies, checks)]
}

function onePolicyRoutes(
  projectOf: (call: ProjectCall) => Promise<Project>,
  policies: Policies,
  checks: PolicyChecks,
): readonly Route[] {
  const read = route({
    method: 'GET',
    path: POLICY_PATH,
    needs: 'notification-policy:read',
    schema: { params: PolicyParams },
    async handle(call) {
      const project = await projectOf(call)
      return {
        status: 200,
        body: policyResponse(await findPolicy(policies, project.id, call.params.webhook_policy_id)),
      }
    },
  })
  const update = route({
    method: 'PUT',
    path: POLICY_PATH,
    needs: 'notification-policy:update',
    schema: { params: PolicyParams, body: PolicyRequest },
    async handle(call) {
      const project = await projectOf(call)
      const id = call.params.webhook_policy_id
      await findPolicy(policies, project.id, id)
      await policies.update(project.id, id, policyDraft(call.body, checks))
      return { status: 200 }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: POLICY_PATH,
    needs: 'notification-policy:delete',
    schema: { params: PolicyParams },
    async handle(call) {
      const project = await projectOf(call)
      await policies.remove(project.id, call.params.webhook_policy_id)
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

function policyResponse(policy: Policy): PolicyResponse {
  const { creator, description, name } = policy
  return {
    creation_time: timeInMs(policy.createdAtMs),
    ...(creator !== '' && { creator }),
    ...(description !== '' && { description }),
    enabled: policy.enabled,
    event_types: [...policy.eventTypes],
    id: policy.id,
    ...(name !== '' && { name }),
    project_id: policy.projectId,
    targets: policy.targets.map(targetResponse),
    update_time: timeInMs(policy.updatedAtMs),
  }
}

function targetResponse({ address, payloadFormat, skipCertVerify, type }: Target): TargetResponse {
  return { address, payload_format: payloadFormat, ...(skipCertVerify && { skip_cert_verify: true }), type }
}
