import * as CALLS from '../../../contract/calls.ts'
import type { JobResponse } from '../../../contract/history/job.ts'
import { EXECUTION_STATUS } from '../../../domain/delivery/execution.ts'
import type { Delivery } from '../../../domain/delivery/delivery.ts'
import type { ListQuery } from '../../../domain/list-query.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { findPolicy } from '../webhooks/policies.ts'
import type { ExecutionParts } from './executions.ts'

/** Harbor's older way to show executions, still asked by clients. */
export function jobRoutes({ store: { policies, deliveries } }: ExecutionParts): readonly Route[] {
  return answer(CALLS.listJobs, async ({ project, query, url }) => {
    const policy = await findPolicy(policies, project.id, query.policy_id)
    const asked = withStatus(listQuery(query), query.status)
    const { items, total } = await deliveries.list(policy.id, pageOf(query), asked)
    return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(jobResponse) }
  })
}

/** Adds a condition on the status; Harbor breaks when there is more than one, we do not. */
export function withStatus(asked: ListQuery, status: string | readonly string[] = []): ListQuery {
  const values = [status]
    .flat()
    .flatMap((part) => part.split(','))
    .filter((value) => value !== '')
  if (values.length === 0) return asked
  return { ...asked, conditions: [...asked.conditions, { field: 'status', is: 'one of', values }] }
}

function jobResponse(delivery: Delivery): JobResponse {
  return {
    creation_time: timeInMs(delivery.createdAtMs),
    event_type: delivery.eventType,
    id: delivery.id,
    job_detail: delivery.payload,
    notify_type: delivery.targetType,
    policy_id: delivery.policyId,
    status: EXECUTION_STATUS[delivery.state],
    update_time: timeInMs(delivery.updatedAtMs),
  }
}
