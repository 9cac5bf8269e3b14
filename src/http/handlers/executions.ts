import Type from 'typebox'
import { ExecutionResponse, TaskResponse } from '../../contract/execution.ts'
import { ExecutionParams, ListParams, PageQuery, PolicyParams, TaskParams } from '../../contract/params.ts'
import type { Delivery, DeliveryState } from '../../domain/delivery.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import type { Deliveries, Policies } from '../../domain/store.ts'
import { listQuery } from '../list-query.ts'
import { pageOf, pagingHeaders } from '../paging.ts'
import { type Call, type Route, type RouteSchema, route } from '../route.ts'
import { timeInSeconds } from '../times.ts'
import { attemptLog } from './attempt-log.ts'
import { POLICY_PATH, findPolicy } from './policies.ts'

const EXECUTIONS_PATH = `${POLICY_PATH}/executions`
const TASKS_PATH = `${EXECUTIONS_PATH}/:execution_id/tasks`

const STATUS: Readonly<Record<DeliveryState, string>> = {
  pending: 'Pending',
  running: 'Running',
  success: 'Success',
  error: 'Error',
  stopped: 'Stopped',
  expired: 'Stopped',
}

type PolicyCall = Pick<Call<RouteSchema & { params: typeof PolicyParams }>, 'params' | 'project'>
type ExecutionCall = Pick<Call<RouteSchema & { params: typeof ExecutionParams }>, 'params' | 'project'>

/** Harbor's executions and tasks: a delivery is an execution, and the one task of it, under the same number. */
export function executionRoutes(policies: Policies, deliveries: Deliveries): readonly Route[] {
  const policyIdOf = async ({ params, project }: PolicyCall): Promise<number> =>
    (await findPolicy(policies, project.id, params.webhook_policy_id)).id
  const deliveryOf = async (call: ExecutionCall): Promise<Delivery> =>
    findDelivery(deliveries, await policyIdOf(call), call.params.execution_id)

  const executions = route({
    method: 'GET',
    path: EXECUTIONS_PATH,
    operation: 'ListExecutionsOfWebhookPolicy',
    summary: 'List the executions of a policy, which are its deliveries',
    tag: 'webhook',
    needs: 'notification-policy:read',
    schema: {
      params: PolicyParams,
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
    path: TASKS_PATH,
    operation: 'ListTasksOfWebhookExecution',
    summary: 'List the one task of an execution',
    tag: 'webhook',
    needs: 'notification-policy:read',
    schema: { params: ExecutionParams, querystring: PageQuery },
    answers: { 200: Type.Array(TaskResponse) },
    async handle(call) {
      const delivery = await deliveryOf(call)
      const { offset } = pageOf(call.query)
      const body = offset === 0 ? [taskResponse(delivery)] : []
      return { status: 200, headers: pagingHeaders(call.url, call.query, 1), body }
    },
  })
  return [executions, tasks, logRoute(deliveryOf, deliveries)]
}

function logRoute(deliveryOf: (call: ExecutionCall) => Promise<Delivery>, deliveries: Deliveries): Route {
  return route({
    method: 'GET',
    path: `${TASKS_PATH}/:task_id/log`,
    operation: 'GetLogsOfWebhookTask',
    summary: 'Read the log of every attempt of a task',
    tag: 'webhook',
    needs: 'notification-policy:read',
    schema: { params: TaskParams },
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
  const status = STATUS[delivery.state]
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
    vendor_type: 'WEBHOOK',
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
    status: STATUS[delivery.state],
    ...(delivery.reason !== '' && { status_message: delivery.reason }),
    update_time: timeInSeconds(delivery.updatedAtMs),
  }
}
