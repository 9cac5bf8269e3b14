import Type from 'typebox'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import { ExecutionResponse, TaskResponse } from '../history/execution.ts'
import { JobResponse } from '../history/job.ts'
import { ListParams, ProjectParams } from '../params.ts'
import { scopedCall } from '../scoped-call.ts'
import { PolicyParams } from '../webhooks/policy.ts'

const ExecutionParams = Type.Object({ ...PolicyParams.properties, execution_id: Type.Integer() })
const TaskParams = Type.Object({ ...ExecutionParams.properties, task_id: Type.Integer() })

export const listExecutions = scopedCall({
  method: 'GET',
  path: '/policies/:webhook_policy_id/executions',
  operation: { inProject: 'ListExecutionsOfWebhookPolicy', inSystem: 'ListExecutionsOfGlobalPolicy' },
  summary: {
    inProject: 'List the executions of a policy, which are its deliveries',
    inSystem: 'List the executions of a global policy, which are its deliveries',
  },
  tag: 'webhook',
  needs: 'notification-policy:read',
  schema: { params: PolicyParams, querystring: ListParams },
  answers: { 200: Type.Array(ExecutionResponse) },
})

export const listTasks = scopedCall({
  method: 'GET',
  path: '/policies/:webhook_policy_id/executions/:execution_id/tasks',
  operation: { inProject: 'ListTasksOfWebhookExecution', inSystem: 'ListTasksOfGlobalExecution' },
  summary: {
    inProject: 'List the one task of an execution',
    inSystem: 'List the one task of an execution of a global policy',
  },
  tag: 'webhook',
  needs: 'notification-policy:read',
  schema: { params: ExecutionParams, querystring: ListParams },
  answers: { 200: Type.Array(TaskResponse) },
})

export const getTaskLog = scopedCall({
  method: 'GET',
  path: '/policies/:webhook_policy_id/executions/:execution_id/tasks/:task_id/log',
  operation: { inProject: 'GetLogsOfWebhookTask', inSystem: 'GetLogsOfGlobalTask' },
  summary: {
    inProject: 'Read the log of every attempt of a task',
    inSystem: 'Read the log of every attempt of a task of a global policy',
  },
  tag: 'webhook',
  needs: 'notification-policy:read',
  schema: { params: TaskParams },
  answers: { 200: 'text' },
})

export const listJobs = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/webhook/jobs`,
  operation: 'ListWebhookJobs',
  summary: 'List the deliveries of a policy in the shape that Harbor had before executions',
  tag: 'webhookjob',
  needs: 'notification-policy:list',
  schema: {
    params: ProjectParams,
    querystring: Type.Object({
      ...ListParams.properties,
      policy_id: Type.Integer(),
      status: Type.Optional(
        Type.Union([Type.String(), Type.Array(Type.String())], {
          description: 'any of several, joined by commas or each as a parameter of its own',
        }),
      ),
    }),
  },
  answers: { 200: Type.Array(JobResponse) },
})
