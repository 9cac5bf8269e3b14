import type { Selectable } from 'kysely'
import type { Attempt, Failure, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import type { AttemptTable } from './delivery-tables.ts'

export function attemptOf(row: Selectable<AttemptTable>): Attempt {
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
