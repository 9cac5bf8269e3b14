import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent, Lease } from '../../../domain/delivery/queue.ts'

/** Stores the payloads and deliveries of an event; returns the ids of the deliveries in their order. */
export function prepareStoreDeliveries(
  database: DatabaseSync,
): (decided: DecidedEvent, lease: Lease) => readonly number[] {
  const insertPayload = database.prepare(
    'insert into payload (event_id, format, content_type, headers_json, body) values (?, ?, ?, ?, ?)',
  )
  const insertDelivery = database.prepare(`
    insert into delivery (event_id, project_id, policy_id, target_id, payload_id, state, due_at, attempts, failures,
      reason, lease_owner, lease_until, created_at, updated_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?, ?, ?)`)
  const insertTrigger = database.prepare(`
    insert into last_trigger (policy_id, event_type, at, deliveries) values (?, ?, ?, 1)
    on conflict do update set at = max(at, excluded.at), deliveries = deliveries + 1`)
  return ({ event, projectId, payloads, deliveries }, lease) => {
    const payloadIds = payloads.map(({ format, contentType, headers, body }) => {
      const headersJson = headers === undefined ? null : JSON.stringify(headers)
      return Number(insertPayload.run(event.id, format, contentType, headersJson, body).lastInsertRowid)
    })
    const at = event.acceptedAtMs
    return deliveries.map(({ policyId, targetId, payload, leased }) => {
      const { lastInsertRowid } = insertDelivery.run(
        event.id,
        projectId,
        policyId,
        targetId,
        payloadIds[payload] ?? null,
        ...(leased ? ['running', null, 1, lease.owner, lease.untilMs] : ['pending', at, 0, null, null]),
        at,
        at,
      )
      insertTrigger.run(policyId, event.type, at)
      return Number(lastInsertRowid)
    })
  }
}
