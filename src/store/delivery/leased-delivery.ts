import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { uuidOf } from '../columns/uuid-bytes.ts'
import { type PayloadRow, payloadOf } from './payload-row.ts'

/** A delivery that is leased, with its event and its payload. */
export interface LeasedRow extends PayloadRow {
  readonly id: number
  readonly event_uuid: Uint8Array
  readonly event_type: EventType
  readonly repository: string
  readonly project_id: number
  readonly policy_id: number
  readonly failures: number
  readonly redelivery: number | null
}

/** @param attempt the number of the attempt that the lease is for */
export function leasedDelivery(
  row: LeasedRow,
  { targetId, attempt }: Pick<LeasedDelivery, 'targetId' | 'attempt'>,
): LeasedDelivery {
  return {
    id: row.id,
    eventId: uuidOf(row.event_uuid),
    eventType: row.event_type,
    repository: row.repository,
    projectId: row.project_id,
    policyId: row.policy_id,
    targetId,
    payload: payloadOf(row),
    attempt,
    failures: row.failures,
    ...(row.redelivery !== null && { redelivery: row.redelivery }),
  }
}
