import { type SelectQueryBuilder, type Selectable, sql } from 'kysely'
import type { Attempt, Failure, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import { type DeliveryState, DELIVERY_STATES, HARBOR_STATUS } from '../../domain/delivery/delivery-state.ts'
import type { Deliveries, Delivery } from '../../domain/delivery/delivery.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { type ListQuery, type Scalar, EVERYTHING } from '../../domain/list-query.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asNumber, filtered, ordered } from '../list-query.ts'
import { count, paged } from '../paging.ts'
import type { AttemptTable, DeliveryTable, Schema } from '../schema.ts'

/** A state by its name on Harbor's wire. */
const toState = (value: Scalar): Scalar =>
  DELIVERY_STATES.find((state) => HARBOR_STATUS[state] === value) ?? value

/** Looked up only where a condition or an order asks for it. */
const TARGET_TYPE = sql`(select type from target where target.id = delivery.target_id)`
const VENDOR_TYPE = sql`case ${TARGET_TYPE} when 'http' then 'WEBHOOK' else upper(${TARGET_TYPE}) end`
const EVENT_TYPE = sql`(select type from event where event.id = delivery.event_id)`

/** On the wire an expired delivery is a stopped one. */
const STATUS_FIELD = { sql: sql`replace(delivery.state, 'expired', 'stopped')`, stored: toState }

/** Harbor's fields of executions (`src/pkg/task/dao/model.go`). */
const EXECUTION_FIELDS: ListFields = {
  id: { sql: sql.ref('delivery.id'), stored: asNumber },
  vendor_id: { sql: sql.ref('delivery.policy_id'), stored: asNumber },
  vendor_type: { sql: VENDOR_TYPE },
  trigger: { sql: sql`'EVENT'` },
  status: STATUS_FIELD,
  status_message: { sql: sql.ref('delivery.reason') },
  'extra_attrs.event_type': { sql: EVENT_TYPE },
  start_time: { sql: sql.ref('delivery.created_at') },
  update_time: { sql: sql.ref('delivery.updated_at') },
  end_time: { sql: sql.ref('delivery.ended_at') },
}

/** Harbor's fields of tasks, in the same file; a task is its execution, and so has its number. */
const TASK_FIELDS: ListFields = {
  id: { sql: sql.ref('delivery.id'), stored: asNumber },
  execution_id: { sql: sql.ref('delivery.id'), stored: asNumber },
  vendor_type: { sql: VENDOR_TYPE },
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
    read.selectFrom('delivery').where('delivery.policy_id', '=', policyId)
  const columns = [
    'event.type as event_type',
    'target.type as target_type',
    'payload.body as payload_body',
  ] as const
  const whole = read
    .selectFrom('delivery')
    .innerJoin('event', 'event.id', 'delivery.event_id')
    .innerJoin('target', 'target.id', 'delivery.target_id')
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
      const inOrder = <Table extends 'delivery', Row>(query: SelectQueryBuilder<Schema, Table, Row>) =>
        ordered(query, asked, EXECUTION_FIELDS, [sql`delivery.id desc`])
      const fitting = filtered(ofPolicy(policyId), asked, EXECUTION_FIELDS)
      // Which ones first: what else there is to say is read for one page only, not for all that are passed over.
      const ids = paged(inOrder(fitting.select('delivery.id')), page)
      const rows = await inOrder(whole.where('delivery.id', 'in', ids)).execute()
      return { items: rows.map(deliveryOf), total: await totalOf(policyId, asked) }
    },
    async byId(policyId, id) {
      const query = whole.where('delivery.policy_id', '=', policyId).where('delivery.id', '=', id)
      const row = await query.executeTakeFirst()
      return row === undefined ? null : deliveryOf(row)
    },
    async tasks(policyId, executionId, page, asked = EVERYTHING) {
      const one = whole.where('delivery.policy_id', '=', policyId).where('delivery.id', '=', executionId)
      const all = (await filtered(one, asked, TASK_FIELDS).execute()).map(deliveryOf)
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
