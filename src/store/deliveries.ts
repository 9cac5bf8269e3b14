import { type Selectable, sql } from 'kysely'
import type { Attempt, Failure, ReceivedResponse, SentRequest } from '../domain/attempt.ts'
import type { Delivery, DeliveryState } from '../domain/delivery.ts'
import type { EventType } from '../domain/event-type.ts'
import { EVERYTHING, type ListQuery, type Scalar } from '../domain/list-query.ts'
import type { Deliveries } from '../domain/store.ts'
import type { Connections } from './connections.ts'
import { type ListFields, asNumber, filtered, ordered } from './list-query.ts'
import { count, paged } from './paging.ts'
import type { AttemptTable, DeliveryTable } from './schema.ts'

/** What Harbor calls the states on its wire. */
const STATES: Readonly<Record<string, DeliveryState>> = {
  Pending: 'pending',
  Running: 'running',
  Success: 'success',
  Error: 'error',
  Stopped: 'stopped',
}
const toState = (value: Scalar): Scalar => STATES[value] ?? value

/** On the wire an expired delivery is a stopped one. */
const STATUS_FIELD = { sql: sql`replace(delivery.state, 'expired', 'stopped')`, stored: toState }

/** Harbor's fields of executions (`src/pkg/task/dao/model.go`). */
const EXECUTION_FIELDS: ListFields = {
  id: { sql: sql.ref('delivery.id'), stored: asNumber },
  vendor_id: { sql: sql.ref('delivery.policy_id'), stored: asNumber },
  vendor_type: { sql: sql`case target.type when 'http' then 'WEBHOOK' else upper(target.type) end` },
  trigger: { sql: sql`'EVENT'` },
  status: STATUS_FIELD,
  status_message: { sql: sql.ref('delivery.reason') },
  'extra_attrs.event_type': { sql: sql.ref('event.type') },
  start_time: { sql: sql.ref('delivery.created_at') },
  update_time: { sql: sql.ref('delivery.updated_at') },
  end_time: { sql: sql.ref('delivery.ended_at') },
}

/** Harbor's fields of tasks, in the same file; a task is its execution, and so has its number. */
const TASK_FIELDS: ListFields = {
  id: { sql: sql.ref('delivery.id'), stored: asNumber },
  execution_id: { sql: sql.ref('delivery.id'), stored: asNumber },
  vendor_type: { sql: sql`case target.type when 'http' then 'WEBHOOK' else upper(target.type) end` },
  status: STATUS_FIELD,
  status_message: { sql: sql.ref('delivery.reason') },
  run_count: { sql: sql.ref('delivery.attempts'), stored: asNumber },
  creation_time: { sql: sql.ref('delivery.created_at') },
  start_time: { sql: sql.ref('delivery.created_at') },
  update_time: { sql: sql.ref('delivery.updated_at') },
  end_time: { sql: sql.ref('delivery.ended_at') },
}

export function createDeliveries({ read }: Connections): Deliveries {
  const ofPolicy = (policyId: number) =>
    read
      .selectFrom('delivery')
      .innerJoin('event', 'event.id', 'delivery.event_id')
      .innerJoin('target', 'target.id', 'delivery.target_id')
      .where('delivery.policy_id', '=', policyId)
  const columns = [
    'event.type as event_type',
    'target.type as target_type',
    'payload.body as payload_body',
  ] as const
  const whole = (policyId: number) =>
    ofPolicy(policyId)
      .innerJoin('payload', 'payload.id', 'delivery.payload_id')
      .selectAll('delivery')
      .select(columns)
  // Without conditions the count that grew with every delivery tells it, however long the history.
  const totalOf = async (policyId: number, asked: ListQuery): Promise<number> => {
    if (asked.conditions.length > 0) return count(filtered(ofPolicy(policyId), asked, EXECUTION_FIELDS))
    const counted = read
      .selectFrom('last_trigger')
      .select(({ fn }) => fn.sum<number>('deliveries').as('total'))
      .where('policy_id', '=', policyId)
    return (await counted.executeTakeFirst())?.total ?? 0
  }

  return {
    async list(policyId, page, asked = EVERYTHING) {
      const rows = filtered(whole(policyId), asked, EXECUTION_FIELDS)
      const sorted = ordered(rows, asked, EXECUTION_FIELDS, [sql`delivery.id desc`])
      const items = (await paged(sorted, page).execute()).map(deliveryOf)
      return { items, total: await totalOf(policyId, asked) }
    },
    async byId(policyId, id) {
      const row = await whole(policyId).where('delivery.id', '=', id).executeTakeFirst()
      return row === undefined ? null : deliveryOf(row)
    },
    async tasks(policyId, executionId, page, asked = EVERYTHING) {
      const one = filtered(whole(policyId).where('delivery.id', '=', executionId), asked, TASK_FIELDS)
      const all = (await one.execute()).map(deliveryOf)
      return { items: page.offset === 0 ? all : [], total: all.length }
    },
    async attempts(deliveryId) {
      const query = read.selectFrom('attempt').selectAll().where('delivery_id', '=', deliveryId)
      return (await query.orderBy('number').execute()).map(attemptOf)
    },
  }
}

function deliveryOf(
  row: Selectable<DeliveryTable> & { event_type: string; target_type: string; payload_body: string },
): Delivery {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type as EventType,
    policyId: row.policy_id,
    targetId: row.target_id,
    targetType: row.target_type,
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
