import type { Attempt } from '../../../domain/delivery/attempt.ts'
import { type Session, asRecords, change } from './session.ts'

const UPSERT = change(`
  insert into attempt (delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json)
  select x.delivery_id, x.number, x.started_at, x.duration_ms, x.request_json, x.response_json, x.failure_json
  from json_to_recordset($1::json) as x(delivery_id bigint, number bigint, started_at bigint, duration_ms bigint,
    request_json text, response_json text, failure_json text)
  on conflict (delivery_id, number) do update set started_at = excluded.started_at, duration_ms = excluded.duration_ms,
    request_json = excluded.request_json, response_json = excluded.response_json, failure_json = excluded.failure_json
  where cast(attempt.failure_json as json) ->> 'code' = 'interrupted'`)

/**
 * Puts attempts on record. One that was recorded as interrupted, because its node seemed gone, is replaced by what really
 * became of it; never the other way round.
 */
export function recordAttempts(session: Session, attempts: readonly Attempt[]): void {
  if (attempts.length === 0) return
  session.tell(
    UPSERT,
    asRecords(
      attempts.map(({ deliveryId, number, startedAtMs, durationMs, request, response, failure }) => ({
        delivery_id: deliveryId,
        number,
        started_at: startedAtMs,
        duration_ms: durationMs,
        request_json: json(request),
        response_json: json(response),
        failure_json: json(failure),
      })),
    ),
  )
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
