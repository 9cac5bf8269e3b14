import { sql } from 'kysely'
import { DELIVERY_STATES } from '../../domain/delivery/delivery-state.ts'
import { EXECUTION_STATUS, VENDOR_TYPES } from '../../domain/delivery/execution.ts'
import type { Scalar } from '../../domain/list-query.ts'
import { type ListFields, asNumber } from '../list-query.ts'
import { timeField } from '../time-field.ts'

/** Looked up only where a condition or an order asks for it. */
const TARGET_TYPE = sql`(select type from target where target.id = delivery.target_id)`
const EVENT_TYPE = sql`coalesce(delivery.reported_as, (select type from event where event.id = delivery.event_id))`

/** `vendorTypeOf`, in SQL. */
const VENDOR_TYPE = sql`case ${TARGET_TYPE}
  ${sql.join(
    Object.entries(VENDOR_TYPES).map(([type, vendor]) => sql`when ${sql.lit(type)} then ${sql.lit(vendor)}`),
    sql` `,
  )} else upper(${TARGET_TYPE}) end`

/** On the wire an expired delivery is a stopped one. */
const STATUS_FIELD = {
  sql: sql`replace(delivery.state, 'expired', 'stopped')`,
  stored: (value: Scalar): Scalar =>
    DELIVERY_STATES.find((state) => EXECUTION_STATUS[state] === value) ?? value,
}

/** The fields that an execution and its task have in common (Harbor's `src/pkg/task/dao/model.go`). */
const COMMON_FIELDS: ListFields = {
  id: { sql: sql.ref('delivery.id'), stored: asNumber },
  vendor_type: { sql: VENDOR_TYPE },
  status: STATUS_FIELD,
  status_message: { sql: sql.ref('delivery.reason') },
  // Deliveries get their numbers in the order of time, and an index has those of a policy.
  start_time: { ...timeField('delivery.created_at'), order: sql.ref('delivery.id') },
  update_time: timeField('delivery.updated_at'),
  end_time: timeField('delivery.ended_at'),
}

export const EXECUTION_FIELDS: ListFields = {
  ...COMMON_FIELDS,
  vendor_id: { sql: sql.ref('delivery.policy_id'), stored: asNumber },
  // Cast, since PostgreSQL orders by no bare constant.
  trigger: { sql: sql`cast('EVENT' as text)` },
  'extra_attrs.event_type': { sql: EVENT_TYPE },
}

/** A task has the number of its execution. */
export const TASK_FIELDS: ListFields = {
  ...COMMON_FIELDS,
  execution_id: { sql: sql.ref('delivery.id'), stored: asNumber },
  run_count: { sql: sql.ref('delivery.attempts'), stored: asNumber },
  creation_time: timeField('delivery.created_at'),
}
