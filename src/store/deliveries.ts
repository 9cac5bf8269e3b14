import type { Selectable } from 'kysely'
import type { Attempt, Failure, ReceivedResponse, SentRequest } from '../domain/attempt.ts'
import type { Delivery, DeliveryState } from '../domain/delivery.ts'
import type { EventType } from '../domain/event-type.ts'
import type { Deliveries } from '../domain/store.ts'
import type { Connections } from './connections.ts'
import { count, paged } from './paging.ts'
import type { AttemptTable, DeliveryTable } from './schema.ts'

export function createDeliveries({ read }: Connections): Deliveries {
  const ofPolicy = (policyId: number) =>
    read.selectFrom('delivery').where('delivery.policy_id', '=', policyId)
  const whole = (policyId: number) =>
    ofPolicy(policyId)
      .innerJoin('event', 'event.id', 'delivery.event_id')
      .innerJoin('payload', 'payload.id', 'delivery.payload_id')
      .selectAll('delivery')
      .select(['event.type as event_type', 'payload.body as payload_body'])

  return {
    async list(policyId, page) {
      const rows = await paged(whole(policyId).orderBy('delivery.id', 'desc'), page).execute()
      return { items: rows.map(deliveryOf), total: await count(ofPolicy(policyId)) }
    },
    async byId(policyId, id) {
      const row = await whole(policyId).where('delivery.id', '=', id).executeTakeFirst()
      return row === undefined ? null : deliveryOf(row)
    },
    async attempts(deliveryId) {
      const query = read.selectFrom('attempt').selectAll().where('delivery_id', '=', deliveryId)
      return (await query.orderBy('number').execute()).map(attemptOf)
    },
  }
}

function deliveryOf(row: Selectable<DeliveryTable> & { event_type: string; payload_body: string }): Delivery {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type as EventType,
    policyId: row.policy_id,
    targetId: row.target_id,
    state: row.state as DeliveryState,
    dueAtMs: row.due_at,
    attempts: row.attempts,
    reason: row.reason,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    endedAtMs: row.ended_at,
    payload: row.payload_body,
  }
}

function attemptOf(row: Selectable<AttemptTable>): Attempt {
  return {
    deliveryId: row.delivery_id,
    number: row.number,
    startedAtMs: row.started_at,
    durationMs: row.duration_ms,
    request: parsed(row.request_json) as SentRequest | null,
    response: parsed(row.response_json) as ReceivedResponse | null,
    failure: parsed(row.failure_json) as Failure | null,
  }
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json)
}
