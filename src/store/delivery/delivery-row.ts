import type { Selectable } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { DeliverySummary } from '../../domain/delivery/history.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { uuidOf } from '../columns/uuid-bytes.ts'
import type { DeliveryTable } from './delivery-tables.ts'

/** A delivery that is read back, with the type that its payload names. */
export type DeliveryRow = Selectable<DeliveryTable> & {
  readonly event_type: string
  readonly event_uuid: Uint8Array
}

export interface WholeDeliveryRow extends DeliveryRow {
  readonly target_type: string
  readonly payload_body: string
}

export function deliveryOf(row: WholeDeliveryRow): Delivery {
  return { ...commonOf(row), targetType: row.target_type, payload: row.payload_body }
}

/** A delivery in a list, with what its event and its policy say of it. */
export interface DeliverySummaryRow extends DeliveryRow {
  readonly repository: string
  readonly tag: string | null
  readonly operator: string
  readonly project_name: string | null
  readonly target_type: string
  readonly target_address: string
  readonly policy_name: string
  readonly policy_project_name: string | null
}

export function deliverySummaryOf(
  row: DeliverySummaryRow,
  lastAttempt: DeliverySummary['lastAttempt'],
): DeliverySummary {
  return {
    ...commonOf(row),
    repository: row.repository,
    tag: row.tag,
    operator: row.operator,
    projectId: row.project_id,
    projectName: row.project_name,
    policy: { name: row.policy_name, projectName: row.policy_project_name },
    target: { type: row.target_type, address: row.target_address },
    lastAttempt,
    redeliveryOf: row.redelivery_of,
    redeliveredAs: row.redelivered_as,
  }
}

function commonOf(row: DeliveryRow): Omit<Delivery, 'targetType' | 'payload'> {
  return {
    id: row.id,
    eventId: uuidOf(row.event_uuid),
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
  }
}
