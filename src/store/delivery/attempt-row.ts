import type { Selectable } from 'kysely'
import type { Attempt, Failure, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import { uuidOf } from '../columns/uuid-bytes.ts'
import type { AttemptTable } from './delivery-tables.ts'
import { type AttemptFacts, withDerivedHeaders } from './derived-headers.ts'
import { type Differences, type Exchange, withDifferences } from './exchange-base.ts'

/** An attempt with the exchanges that it differs from, and what its delivery says of its headers. */
export interface AttemptRow extends Selectable<AttemptTable> {
  readonly request_base_json: string | null
  readonly response_base_json: string | null
  readonly target_id: number
  readonly event_uuid: Uint8Array
  readonly event_type: string
  readonly repository: string
}

export function attemptOf(row: AttemptRow): Attempt {
  const request = exchangeOf(row.request_base_json, row.request_json)
  return {
    deliveryId: row.delivery_id,
    number: row.number,
    startedAtMs: row.started_at,
    durationMs: row.duration_ms,
    request: request === null ? null : (withDerivedHeaders(request, factsOf(row)) as unknown as SentRequest),
    response: exchangeOf(row.response_base_json, row.response_json) as ReceivedResponse | null,
    failure: parsed(row.failure_json) as Failure | null,
  }
}

function factsOf(row: AttemptRow): AttemptFacts {
  return {
    eventId: uuidOf(row.event_uuid),
    targetId: row.target_id,
    eventType: row.event_type,
    repository: row.repository,
    number: row.number,
    startedAtMs: row.started_at,
  }
}

/** @param json of the whole exchange where it has no base */
function exchangeOf(base: string | null, json: string | null): Exchange | null {
  if (base === null) return parsed(json) as Exchange | null
  const differences = (parsed(json) ?? {}) as Differences
  return withDifferences(JSON.parse(base) as Exchange, differences)
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json)
}
