import type { DatabaseSync } from 'node:sqlite'
import { artifactOf } from '../../domain/event.ts'
import type { Acceptance, AcceptResult, DecidedEvent, Lease } from '../../domain/queue.ts'
import { eventDetailJson } from '../stored-events.ts'
import { prepareRevision } from './revision.ts'

/**
 * Stores the events of one notification, or nothing when the rules that decided them have changed or a sequence number is
 * taken.
 */
export function prepareAccept(database: DatabaseSync): (acceptance: Acceptance) => AcceptResult {
  const revision = prepareRevision(database)
  const storeEvent = prepareStoreEvent(database)
  const storeDeliveries = prepareStoreDeliveries(database)
  const selectSequence = database.prepare('select sequence from repository where path = ?')
  const isOvertaken = ({ event, sequence }: DecidedEvent): boolean =>
    Number(selectSequence.get(event.repository)?.['sequence'] ?? 0) >= sequence && event.repository !== ''
  return ({ revision: decidedBy, lease, events }) => {
    if (revision() !== decidedBy || events.some(isOvertaken)) return { outcome: 'stale' }
    const deliveryIds = events.map((decided) =>
      storeEvent(decided) ? storeDeliveries(decided, lease) : null,
    )
    return { outcome: 'stored', deliveryIds }
  }
}

/** Stores an event and, when it is the first of its repository, that; false when the event was told before. */
function prepareStoreEvent(database: DatabaseSync): (decided: DecidedEvent) => boolean {
  const insertEvent = database.prepare(`
    insert into event (id, source_id, source_event_id, project_id, type, repository, tag, digest, operator,
      occurred_at, accepted_at, withheld, verdicts_json, detail_json, sequence)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (source_id, source_event_id) do nothing`)
  const storeRepository = database.prepare(`
    insert into repository (path, project_id, created_at, sequence) values (?, ?, ?, ?)
    on conflict do update set sequence = excluded.sequence`)
  return ({ event, projectId, repositoryCreatedAtMs, sequence, withheld, verdicts }) => {
    const { tag, digest } = artifactOf(event)
    const { changes } = insertEvent.run(
      ...[
        event.id,
        event.sourceId,
        event.sourceEventId,
        projectId,
        event.type,
        event.repository,
        tag,
        digest,
      ],
      ...[event.operator, event.occurredAtMs, event.acceptedAtMs, withheld, JSON.stringify(verdicts)],
      eventDetailJson(event),
      sequence,
    )
    if (changes === 0) return false
    if (event.repository !== '')
      storeRepository.run(event.repository, projectId, repositoryCreatedAtMs, sequence)
    return true
  }
}

/** Stores the payloads and deliveries of an event; returns the ids of the deliveries in their order. */
function prepareStoreDeliveries(
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
        ...[event.id, projectId, policyId, targetId, payloadIds[payload] ?? null],
        ...(leased ? ['running', null, 1, lease.owner, lease.untilMs] : ['pending', at, 0, null, null]),
        ...[at, at],
      )
      insertTrigger.run(policyId, event.type, at)
      return Number(lastInsertRowid)
    })
  }
}
