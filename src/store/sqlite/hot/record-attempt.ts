import type { DatabaseSync } from 'node:sqlite'
import type { Attempt } from '../../../domain/delivery/attempt.ts'

/**
 * Puts an attempt on record. One that was recorded as interrupted, because its node seemed gone, is replaced by what really
 * became of it; never the other way round.
 */
export function prepareRecordAttempt(database: DatabaseSync): (attempt: Attempt) => void {
  const insert = database.prepare(`
    insert into attempt (delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (delivery_id, number) do update set started_at = excluded.started_at,
      duration_ms = excluded.duration_ms, request_json = excluded.request_json,
      response_json = excluded.response_json, failure_json = excluded.failure_json
    where attempt.failure_json ->> 'code' = 'interrupted'`)
  const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
  return ({ deliveryId, number, startedAtMs, durationMs, request, response, failure }) => {
    insert.run(deliveryId, number, startedAtMs, durationMs, json(request), json(response), json(failure))
  }
}
