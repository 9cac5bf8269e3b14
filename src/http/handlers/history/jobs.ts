import Type from 'typebox'
import { JobResponse } from '../../../contract/history/job.ts'
import { ListParams, ProjectParams } from '../../../contract/params.ts'
import type { Deliveries, Delivery } from '../../../domain/delivery/delivery.ts'
import type { ListQuery } from '../../../domain/list-query.ts'
import type { Policies } from '../../../domain/policy/policy.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { findPolicy } from '../webhooks/policies.ts'
import { EXECUTION_STATUS } from '../../../domain/delivery/execution.ts'

const JobsQuery = Type.Object({
  ...ListParams.properties,
  policy_id: Type.Integer(),
  status: Type.Optional(Type.String({ description: 'several, joined by commas' })),
})

/** Harbor's older way to show executions, still asked by clients. */
export function jobRoutes(policies: Policies, deliveries: Deliveries): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/projects/:project_name_or_id/webhook/jobs',
      operation: 'ListWebhookJobs',
      summary: 'List the deliveries of a policy in the shape that Harbor had before executions',
      tag: 'webhookjob',
      needs: 'notification-policy:list',
      schema: { params: ProjectParams, querystring: JobsQuery },
      answers: { 200: Type.Array(JobResponse) },
      async handle({ project, query, url }) {
        const policy = await findPolicy(policies, project.id, query.policy_id)
        const asked = withStatus(listQuery(query), query.status)
        const { items, total } = await deliveries.list(policy.id, pageOf(query), asked)
        return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(jobResponse) }
      },
    }),
  ]
}

/** Adds a condition on the status to what is asked; Harbor breaks when there is more than one, we do not. */
export function withStatus(asked: ListQuery, status: string | undefined): ListQuery {
  const values = (status ?? '').split(',').filter((value) => value !== '')
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
