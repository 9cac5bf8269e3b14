import type { DatabaseSync } from 'node:sqlite'
import type { Acceptance, AcceptResult, DecidedEvent, Lease } from '../../domain/queue.ts'
import { prepareRevision } from './revision.ts'

/** Stores the events of one notification, or nothing when the rules that decided them have changed. */
export function prepareAccept(database: DatabaseSync): (acceptance: Acceptance) => AcceptResult {
  const revision = prepareRevision(database)
  const insertRepository = database.prepare(
    'insert into repository (path, project_id, created_at) values (?, ?, ?) on conflict do nothing',
  )
  const insertEvent = database.prepare(`
    insert into event (id, source_id, source_event_id, project_id, type, repository, tag, digest, operator,
      occurred_at, accepted_at, withheld, verdicts_json, detail_json)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (source_id, source_event_id) do nothing`)
  const insertPayload = database.prepare(
    'insert into payload (event_id, format, content_type, body) values (?, ?, ?, ?)',
  )
  const insertDelivery = database.prepare(`
    insert into delivery (event_id, policy_id, target_id, payload_id, state, due_at, attempts, failures, reason,
      lease_owner, lease_until, created_at, updated_at)
    values (?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?, ?, ?)`)

  /** Whether the event is new. */
  const storeEvent = ({ event, projectId, withheld, verdicts }: DecidedEvent): boolean => {
    const { tag, digest, mediaType, sizeBytes } = event.artifact
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
      JSON.stringify({ mediaType, sizeBytes, registryHost: event.registryHost }),
    )
    return changes === 1
  }

  const storeDeliveries = (
    { event, payloads, deliveries }: DecidedEvent,
    lease: Lease,
  ): readonly number[] => {
    const payloadIds = payloads.map(({ format, contentType, body }) =>
      Number(insertPayload.run(event.id, format, contentType, body).lastInsertRowid),
    )
    const at = event.acceptedAtMs
    return deliveries.map(({ policyId, targetId, payload, leased }) => {
      const payloadId = payloadIds[payload] ?? null
      const due = leased ? null : at
      const { lastInsertRowid } = insertDelivery.run(
        ...[event.id, policyId, targetId, payloadId, leased ? 'running' : 'pending', due, leased ? 1 : 0],
        ...[leased ? lease.owner : null, leased ? lease.untilMs : null, at, at],
      )
      return Number(lastInsertRowid)
    })
  }

  return ({ revision: decidedBy, lease, events }) => {
    if (revision() !== decidedBy) return { outcome: 'stale' }
    const deliveryIds = events.map((decided) => {
      if (!storeEvent(decided)) return null
      const { event, projectId, repositoryCreatedAtMs } = decided
      insertRepository.run(event.repository, projectId, repositoryCreatedAtMs)
      return storeDeliveries(decided, lease)
    })
    return { outcome: 'stored', deliveryIds }
  }
}
