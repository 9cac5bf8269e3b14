import Type from 'typebox'
import { ExecutionResponse, TaskResponse } from '../../../contract/history/execution.ts'
import { ListParams } from '../../../contract/params.ts'
import type { Deliveries, Delivery } from '../../../domain/delivery/delivery.ts'
import { EXECUTION_STATUS, vendorTypeOf } from '../../../domain/delivery/execution.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Policies } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { timeInSeconds } from '../../times.ts'
import { type Scope, projectIdOf } from '../scope.ts'
import { POLICY_ID, findPolicy } from '../webhooks/policies.ts'
import { attemptLog } from './attempt-log.ts'

const EXECUTION_IDS = { ...POLICY_ID, execution_id: Type.Integer() }
const TASK_IDS = { ...EXECUTION_IDS, task_id: Type.Integer() }

interface PolicyCall {
  readonly params: { readonly webhook_policy_id: number }
  readonly project: Project | null
}
interface ExecutionCall extends PolicyCall {
  readonly params: PolicyCall['params'] & { readonly execution_id: number }
}

/** Harbor's executions and tasks: a delivery is an execution, and the one task of it, under the same number. */
export function executionRoutes(policies: Policies, deliveries: Deliveries, scope: Scope): readonly Route[] {
  const executionsPath = `${scope.path}/policies/:webhook_policy_id/executions`
  const policyIdOf = async (call: PolicyCall): Promise<number> =>
    (await findPolicy(policies, projectIdOf(call), call.params.webhook_policy_id)).id
  const deliveryOf = async (call: ExecutionCall): Promise<Delivery> =>
    findDelivery(deliveries, await policyIdOf(call), call.params.execution_id)

  const executions = route({
    method: 'GET',
    path: executionsPath,
    operation: scope.pick('ListExecutionsOfWebhookPolicy', 'ListExecutionsOfGlobalPolicy'),
    summary: 'List the executions of a policy, which are its deliveries',
    tag: 'webhook',
    needs: 'notification-policy:read',
    schema: {
      params: scope.params(POLICY_ID),
      querystring: ListParams,
    },
    answers: { 200: Type.Array(ExecutionResponse) },
    async handle(call) {
      const { items, total } = await deliveries.list(
        await policyIdOf(call),
        pageOf(call.query),
        listQuery(call.query),
      )
      return {
        status: 200,
        headers: pagingHeaders(call.url, call.query, total),
        body: items.map(executionResponse),
      }
    },
  })
  const tasks = route({
    method: 'GET',
    path: `${executionsPath}/:execution_id/tasks`,
    operation: scope.pick('ListTasksOfWebhookExecution', 'ListTasksOfGlobalExecution'),
    summary: 'List the one task of an execution',
    tag: 'webhook',
    needs: 'notification-policy:read',
    schema: { params: scope.params(EXECUTION_IDS), querystring: ListParams },
    answers: { 200: Type.Array(TaskResponse) },
    async handle(call) {
      const { id, policyId } = await deliveryOf(call)
      const { items, total } = await deliveries.tasks(policyId, id, pageOf(call.query), listQuery(call.query))
      return {
        status: 200,
        headers: pagingHeaders(call.url, call.query, total),
        body: items.map(taskResponse),
      }
    },
  })
  return [executions, tasks, logRoute(deliveryOf, deliveries, scope)]
}

function logRoute(
  deliveryOf: (call: ExecutionCall) => Promise<Delivery>,
  deliveries: Deliveries,
  scope: Scope,
): Route {
  return route({
    method: 'GET',
    path: `${scope.path}/policies/:webhook_policy_id/executions/:execution_id/tasks/:task_id/log`,
    operation: scope.pick('GetLogsOfWebhookTask', 'GetLogsOfGlobalTask'),
    summary: 'Read the log of every attempt of a task',
    tag: 'webhook',
    needs: 'notification-policy:read',
    schema: { params: scope.params(TASK_IDS) },
    answers: { 200: 'text' },
    async handle(call) {
      const delivery = await deliveryOf(call)
      assertTaskOf(delivery, call.params.task_id)
      return { status: 200, body: attemptLog(delivery, await deliveries.attempts(delivery.id)) }
    },
  })
}

async function findDelivery(deliveries: Deliveries, policyId: number, id: number): Promise<Delivery> {
  const delivery = await deliveries.byId(policyId, id)
  if (delivery !== null) return delivery
  throw new BellbuoyError('NOT_FOUND', `resource not found: execution ${id} not found in policy ${policyId}`)
}

function assertTaskOf({ id }: Delivery, taskId: number): void {
  if (taskId === id) return
  throw new BellbuoyError('NOT_FOUND', `resource not found: task ${taskId} not found in execution ${id}`)
}

function executionResponse(delivery: Delivery): ExecutionResponse {
  const status = EXECUTION_STATUS[delivery.state]
  return {
    end_time: timeInSeconds(delivery.endedAtMs),
    extra_attrs: { event_type: delivery.eventType, payload: delivery.payload },
    id: delivery.id,
    metrics: { [`${status.toLowerCase()}_task_count`]: 1, task_count: 1 },
    start_time: timeInSeconds(delivery.createdAtMs),
    status,
    ...(delivery.reason !== '' && { status_message: delivery.reason }),
    trigger: 'EVENT',
    vendor_id: delivery.policyId,
    vendor_type: vendorTypeOf(delivery.targetType),
  }
}

function taskResponse(delivery: Delivery): TaskResponse {
  return {
    creation_time: timeInSeconds(delivery.createdAtMs),
    end_time: timeInSeconds(delivery.endedAtMs),
    execution_id: delivery.id,
    id: delivery.id,
    ...(delivery.attempts > 0 && { run_count: delivery.attempts }),
    start_time: timeInSeconds(delivery.createdAtMs),
    status: EXECUTION_STATUS[delivery.state],
    ...(delivery.reason !== '' && { status_message: delivery.reason }),
    update_time: timeInSeconds(delivery.updatedAtMs),
  }
}
