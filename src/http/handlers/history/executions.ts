import * as CALLS from '../../../contract/calls.ts'
import type { ExecutionResponse, TaskResponse } from '../../../contract/history/execution.ts'
import { EXECUTION_STATUS, vendorTypeOf } from '../../../domain/delivery/execution.ts'
import type { Deliveries, Delivery } from '../../../domain/delivery/delivery.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Project } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInSeconds } from '../../times.ts'
import { projectIdOf } from '../project-id-of.ts'
import { findPolicy } from '../webhooks/policies.ts'
import { attemptLog } from './attempt-log.ts'

interface PolicyCall {
  readonly params: { readonly webhook_policy_id: number }
  readonly project: Project | null
}
interface ExecutionCall extends PolicyCall {
  readonly params: PolicyCall['params'] & { readonly execution_id: number }
}

export interface ExecutionParts {
  readonly store: Pick<Store, 'policies' | 'deliveries'>
}

/** Harbor's executions and tasks: a delivery is an execution, and the one task of it, under the same number. */
export function executionRoutes({ store: { policies, deliveries } }: ExecutionParts): readonly Route[] {
  const policyIdOf = async (call: PolicyCall): Promise<number> =>
    (await findPolicy(policies, projectIdOf(call), call.params.webhook_policy_id)).id
  const deliveryOf = async (call: ExecutionCall): Promise<Delivery> =>
    findDelivery(deliveries, await policyIdOf(call), call.params.execution_id)
  return [
    answer(CALLS.listExecutions, async (call) => {
      const { query, url } = call
      const policyId = await policyIdOf(call)
      const { items, total } = await deliveries.list(policyId, pageOf(query), listQuery(query))
      const headers = pagingHeaders(url, query, total)
      return { status: 200, headers, body: items.map(executionResponse) }
    }),
    answer(CALLS.listTasks, async (call) => {
      const { query, url } = call
      const { id, policyId } = await deliveryOf(call)
      const { items, total } = await deliveries.tasks(policyId, id, pageOf(query), listQuery(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(taskResponse) }
    }),
    answer(CALLS.getTaskLog, async (call) => {
      const delivery = await deliveryOf(call)
      await assertTaskOf(deliveries, delivery, call.params.task_id)
      return { status: 200, body: attemptLog(delivery, await deliveries.attempts(delivery.id)) }
    }),
  ].flat()
}

/** @throws BellbuoyError `NOT_FOUND` in Harbor's words, which differ for an execution of another policy */
async function findDelivery(deliveries: Deliveries, policyId: number, id: number): Promise<Delivery> {
  const delivery = await deliveries.byId(policyId, id)
  if (delivery !== null) return delivery
  throw missing(await deliveries.exists(id), `execution ${id} not found`, `in policy ${policyId}`)
}

async function assertTaskOf(deliveries: Deliveries, { id }: Delivery, taskId: number): Promise<void> {
  if (taskId === id) return
  throw missing(await deliveries.exists(taskId), `task ${taskId} not found`, `in execution ${id}`)
}

function missing(isElsewhere: boolean, what: string, where: string): BellbuoyError {
  return new BellbuoyError('NOT_FOUND', isElsewhere ? `resource not found: ${what} ${where}` : what)
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
