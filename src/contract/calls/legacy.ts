import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { ProjectParams } from '../params.ts'
import { ProjectResponse } from '../projects/project.ts'
import { SystemInfoResponse } from '../system.ts'
import {
  LegacyJobResponse,
  LegacyJobsQuery,
  LegacyLastTriggerResponse,
  LegacyPolicyRequest,
  LegacyPolicyResponse,
  LegacyProjectsQuery,
  LegacyTestResponse,
} from '../webhooks/legacy.ts'

/** The webhook API of Harbor 1.10. The parameter has the name by which every call finds its project; 1.10 takes its number only. */
const WEBHOOK = '/api/projects/:project_name_or_id/webhook'
const POLICIES = `${WEBHOOK}/policies`
const POLICY = `${POLICIES}/:webhook_policy_id`
const PolicyParams = Type.Object({ ...ProjectParams.properties, webhook_policy_id: Type.Integer() })

export const listLegacyProjects = apiCall({
  method: 'GET',
  path: '/api/projects',
  operation: 'ListLegacyProjects',
  summary: 'List the projects that the caller may see, with the numbers that the other calls of 1.10 want',
  tag: 'legacy',
  needs: 'nothing',
  schema: { querystring: LegacyProjectsQuery },
  answers: { 200: Type.Array(ProjectResponse) },
})

export const getLegacyProject = apiCall({
  method: 'GET',
  path: '/api/projects/:project_name_or_id',
  operation: 'GetLegacyProject',
  summary: 'Get a project by its number',
  tag: 'legacy',
  needs: 'project:read',
  schema: { params: ProjectParams },
  answers: { 200: ProjectResponse },
})

export const getLegacySystemInfo = apiCall({
  method: 'GET',
  path: '/api/systeminfo',
  operation: 'GetLegacySystemInfo',
  summary: 'Get facts about the server as a client of 1.10 asks for them',
  tag: 'legacy',
  needs: 'nothing',
  schema: {},
  answers: { 200: SystemInfoResponse },
})

export const listLegacyPolicies = apiCall({
  method: 'GET',
  path: POLICIES,
  operation: 'ListLegacyPolicies',
  summary: 'List the policies of a project, all at once',
  tag: 'legacy',
  needs: 'notification-policy:list',
  schema: { params: ProjectParams },
  answers: { 200: Type.Array(LegacyPolicyResponse) },
})

export const createLegacyPolicy = apiCall({
  method: 'POST',
  path: POLICIES,
  operation: 'CreateLegacyPolicy',
  summary: 'Create a policy',
  tag: 'legacy',
  needs: 'notification-policy:create',
  schema: { params: ProjectParams, body: LegacyPolicyRequest },
  answers: { 201: null },
})

export const getLegacyPolicy = apiCall({
  method: 'GET',
  path: POLICY,
  operation: 'GetLegacyPolicy',
  summary: 'Get a policy',
  tag: 'legacy',
  needs: 'notification-policy:read',
  revised: { kind: 'policy', param: 'webhook_policy_id' },
  schema: { params: PolicyParams },
  answers: { 200: LegacyPolicyResponse },
})

export const updateLegacyPolicy = apiCall({
  method: 'PUT',
  path: POLICY,
  operation: 'UpdateLegacyPolicy',
  summary: 'Replace a policy',
  tag: 'legacy',
  needs: 'notification-policy:update',
  revised: { kind: 'policy', param: 'webhook_policy_id' },
  schema: { params: PolicyParams, body: LegacyPolicyRequest },
  answers: { 200: null },
})

export const deleteLegacyPolicy = apiCall({
  method: 'DELETE',
  path: POLICY,
  operation: 'DeleteLegacyPolicy',
  summary: 'Delete a policy',
  tag: 'legacy',
  needs: 'notification-policy:delete',
  revised: { kind: 'policy', param: 'webhook_policy_id' },
  schema: { params: PolicyParams },
  answers: { 200: null },
})

export const testLegacyPolicy = apiCall({
  method: 'POST',
  path: `${POLICIES}/test`,
  operation: 'TestLegacyPolicy',
  summary: 'Send a sample to the targets of a policy before it is saved',
  tag: 'legacy',
  needs: 'notification-policy:create',
  isOnlyQuestion: true,
  schema: { params: ProjectParams, body: LegacyPolicyRequest },
  answers: { 200: LegacyTestResponse },
})

export const listLegacyLastTriggers = apiCall({
  method: 'GET',
  path: `${WEBHOOK}/lasttrigger`,
  operation: 'ListLegacyLastTriggers',
  summary: 'List when each policy last got an event of each of its types',
  tag: 'legacy',
  needs: 'notification-policy:list',
  schema: { params: ProjectParams },
  answers: { 200: Type.Array(LegacyLastTriggerResponse) },
})

export const listLegacyJobs = apiCall({
  method: 'GET',
  path: `${WEBHOOK}/jobs`,
  operation: 'ListLegacyJobs',
  summary: 'List the deliveries of a policy, the last changed first',
  tag: 'legacy',
  needs: 'notification-policy:list',
  schema: { params: ProjectParams, querystring: LegacyJobsQuery },
  answers: { 200: Type.Array(LegacyJobResponse) },
})
