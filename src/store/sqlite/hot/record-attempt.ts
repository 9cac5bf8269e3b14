import type { DatabaseSync } from 'node:sqlite'
import type { Attempt } from '../../../domain/delivery/attempt.ts'
import { statement } from './statement.ts'

/**
 * Puts an attempt on record. One that was recorded as interrupted, because its node seemed gone, is replaced by what really
 * became of it; never the other way round.
 */
export function prepareRecordAttempt(database: DatabaseSync): (attempt: Attempt) => void {
  const insert = statement(
    database,
    `
    insert into attempt (delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json)
    values (:delivery_id, :number, :started_at, :duration_ms, :request_json, :response_json, :failure_json)
    on conflict (delivery_id, number) do update set started_at = excluded.started_at,
      duration_ms = excluded.duration_ms, request_json = excluded.request_json,
      response_json = excluded.response_json, failure_json = excluded.failure_json
    where attempt.failure_json ->> 'code' = 'interrupted'`,
  )
  const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
  return ({ deliveryId, number, startedAtMs, durationMs, request, response, failure }) => {
    insert.run({
      delivery_id: deliveryId,
      number,
      started_at: startedAtMs,
      duration_ms: durationMs,
      request_json: json(request),
      response_json: json(response),
      failure_json: json(failure),
    })
  }
}
