import type { DatabaseSync } from 'node:sqlite'
import type { Attempt } from '../../../domain/delivery/attempt.ts'
import { derivedHeader } from '../../delivery/derived-headers.ts'
import { type Exchange, flattened } from '../../delivery/exchange-base.ts'
import { uuidOf } from '../../columns/uuid-bytes.ts'
import type { CommitScope } from './commit-scope.ts'
import type { StoredExchange } from './exchange-bases.ts'
import { statement } from '../../../sqlite/statement.ts'

interface Exchanges {
  readonly request: StoredExchange
  readonly response: StoredExchange
}

/**
 * Puts an attempt on record. One that was recorded as interrupted, because its node seemed gone, is replaced by what really
 * became of it; never the other way round.
 */
export function prepareRecordAttempt(
  database: DatabaseSync,
  commit: CommitScope,
): (attempt: Attempt) => void {
  const insert = statement(
    database,
    `
    insert into attempt (delivery_id, number, started_at, duration_ms, request_base, request_json, response_base, response_json,
      failure_json)
    values (:delivery_id, :number, :started_at, :duration_ms, :request_base, :request_json, :response_base, :response_json,
      :failure_json)
    on conflict (delivery_id, number) do update set started_at = excluded.started_at,
      duration_ms = excluded.duration_ms, request_base = excluded.request_base, request_json = excluded.request_json,
      response_base = excluded.response_base, response_json = excluded.response_json, failure_json = excluded.failure_json
    where attempt.failure_json ->> 'code' = 'interrupted'`,
  )
  const store = prepareStoreExchanges(database, commit)
  return (attempt) => {
    const { deliveryId, number, startedAtMs, durationMs, failure } = attempt
    const { request, response } = store(attempt)
    insert.run({
      delivery_id: deliveryId,
      number,
      started_at: startedAtMs,
      duration_ms: durationMs,
      request_base: request.base,
      request_json: request.json,
      response_base: response.base,
      response_json: response.json,
      failure_json: jsonOf(failure),
    })
  }
}

function prepareStoreExchanges(
  database: DatabaseSync,
  { exchangeBases }: CommitScope,
): (attempt: Attempt) => Exchanges {
  const select = statement(
    database,
    `
    select d.target_id, e.uuid, e.repository, coalesce(d.reported_as, e.type) as event_type
    from delivery d join event e on e.id = d.event_id where d.id = :id`,
  )
  return ({ deliveryId, number, startedAtMs, request, response }) => {
    const row = request === null && response === null ? undefined : select.get({ id: deliveryId })
    if (row === undefined) return { request: whole(request), response: whole(response) }
    const targetId = Number(row['target_id'])
    const store = (exchange: object, valueOf?: (name: string, value: unknown) => unknown): StoredExchange =>
      exchangeBases.store(targetId, exchange as Exchange, flattened(exchange as Exchange, valueOf))
    const facts = {
      eventId: uuidOf(row['uuid'] as Uint8Array),
      targetId,
      eventType: String(row['event_type']),
      repository: String(row['repository']),
      number,
      startedAtMs,
    }
    const storedHeader = (name: string, value: unknown): unknown =>
      value === derivedHeader(name, facts) ? null : value
    return {
      request: request === null ? NOTHING : store(request, storedHeader),
      response: response === null ? NOTHING : store(response),
    }
  }
}

const NOTHING: StoredExchange = { base: null, json: null }

function whole(exchange: object | null): StoredExchange {
  return { base: null, json: jsonOf(exchange) }
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
