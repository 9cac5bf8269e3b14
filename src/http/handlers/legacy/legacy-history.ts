import * as CALLS from '../../../contract/calls.ts'
import type { LegacyJobResponse } from '../../../contract/webhooks/legacy.ts'
import type { DeliveryState } from '../../../domain/delivery/delivery-state.ts'
import type { Delivery } from '../../../domain/delivery/delivery.ts'
import { badRequest } from '../../../domain/errors.ts'
import { proposalNameOf } from '../../../domain/event/event-type.ts'
import type { ListQuery } from '../../../domain/list-query.ts'
import type { Store } from '../../../domain/store.ts'
import { pageOf } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { triggersOf } from '../webhooks/triggers.ts'
import { legacyPage, legacyPagingHeaders } from './legacy-paging.ts'
import { assertByNumber } from './legacy-project.ts'

/** 1.10's words for the states. */
const STATUS: Readonly<Record<DeliveryState, string>> = {
  pending: 'pending',
  running: 'running',
  success: 'finished',
  error: 'error',
  stopped: 'stopped',
  expired: 'stopped',
}

export interface LegacyHistoryParts {
  readonly store: Pick<Store, 'policies' | 'deliveries' | 'lastTriggers'>
}

/** Harbor 1.10's last triggers and jobs. */
export function legacyHistoryRoutes({ store }: LegacyHistoryParts): readonly Route[] {
  const { policies, deliveries } = store
  return [
    answer(CALLS.listLegacyLastTriggers, async (call) => {
      assertByNumber(call)
      const found = await triggersOf(call.project.id, store)
      const body = found.map(({ policy, eventType, atMs }) => ({
        event_type: proposalNameOf(eventType),
        enabled: policy.enabled,
        creation_time: timeInMs(policy.createdAtMs),
        ...(atMs !== null && { last_trigger_time: timeInMs(atMs) }),
      }))
      return { status: 200, body }
    }),
    answer(CALLS.listLegacyJobs, async (call) => {
      assertByNumber(call)
      const { project, query, url } = call
      const policy = await policies.byId(project.id, query.policy_id)
      if (policy === null) {
        throw badRequest(`notification policy ${query.policy_id} not found in this project`)
      }
      const page = legacyPage(query)
      const { items, total } = await deliveries.list(policy.id, pageOf(page), asked(query.status))
      const kinds = new Map(policy.targets.map(({ id, type }) => [id, type]))
      return {
        status: 200,
        headers: legacyPagingHeaders(url, page, total),
        body: items.map((delivery) => legacyJobResponse(delivery, kinds.get(delivery.targetId) ?? 'http')),
      }
    }),
  ].flat()
}

function asked(status: string | readonly string[] | undefined): ListQuery {
  const order = [{ field: 'update_time', descending: true }]
  const named = (typeof status === 'string' ? [status] : (status ?? [])).filter((value) => value !== '')
  if (named.length === 0) return { conditions: [], order }
  const values = named.map((value) => (value === 'finished' ? 'success' : value))
  return { conditions: [{ field: 'status', is: 'one of', values }], order }
}

function legacyJobResponse(delivery: Delivery, notifyType: string): LegacyJobResponse {
  return {
    id: delivery.id,
    policy_id: delivery.policyId,
    event_type: proposalNameOf(delivery.eventType),
    notify_type: notifyType,
    status: STATUS[delivery.state],
    job_detail: delivery.payload,
    creation_time: timeInMs(delivery.createdAtMs),
    update_time: timeInMs(delivery.updatedAtMs),
  }
}
