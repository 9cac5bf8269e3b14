import type { DatabaseSync } from 'node:sqlite'
import { artifactOf } from '../../../domain/event/event.ts'
import type { Acceptance, AcceptResult, DecidedEvent } from '../../../domain/delivery/queue.ts'
import { eventDetailJson } from '../../event/stored-events.ts'
import { prepareNoteEvent } from './note-event.ts'
import { prepareRevision } from './revision.ts'
import { prepareStoreDeliveries } from './store-deliveries.ts'

/**
 * Stores the events of one notification, or nothing when the rules that decided them have changed or a sequence number is
 * taken.
 */
export function prepareAccept(database: DatabaseSync): (acceptance: Acceptance) => AcceptResult {
  const revision = prepareRevision(database)
  const storeEvent = prepareStoreEvent(database)
  const noteEvent = prepareNoteEvent(database)
  const storeDeliveries = prepareStoreDeliveries(database)
  const selectSequence = database.prepare('select sequence from repository where path = ?')
  const isOvertaken = ({ event, sequence }: DecidedEvent): boolean =>
    Number(selectSequence.get(event.repository)?.['sequence'] ?? 0) >= sequence && event.repository !== ''
  return ({ revision: decidedBy, lease, events }) => {
    if (revision() !== decidedBy || events.some(isOvertaken)) return { outcome: 'stale' }
    const accepted = events.map((decided) => {
      if (!storeEvent(decided)) return { ids: null, hasFollowUps: false }
      const hasFollowUps = noteEvent(decided)
      return { ids: storeDeliveries(decided, lease), hasFollowUps }
    })
    const stored = { outcome: 'stored', deliveryIds: accepted.map(({ ids }) => ids) } as const
    return accepted.some(({ hasFollowUps }) => hasFollowUps) ? { ...stored, hasFollowUps: true } : stored
  }
}

/** Stores an event and, when it is the first of its repository, that; false when the event was told before. */
function prepareStoreEvent(database: DatabaseSync): (decided: DecidedEvent) => boolean {
  const insertEvent = database.prepare(`
    insert into event (id, source_id, source_event_id, project_id, type, repository, tag, digest, operator,
      occurred_at, accepted_at, withheld, verdicts_json, detail_json, sequence, held_until)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (source_id, source_event_id) do nothing`)
  const storeRepository = database.prepare(`
    insert into repository (path, project_id, created_at, sequence) values (?, ?, ?, ?)
    on conflict do update set sequence = excluded.sequence`)
  return ({ event, projectId, repositoryCreatedAtMs, sequence, withheld, verdicts, heldUntilMs }) => {
    const { tag, digest } = artifactOf(event)
    const { changes } = insertEvent.run(
      event.id,
      event.sourceId,
      event.sourceEventId,
      projectId,
      event.type,
      event.repository,
      tag,
      digest,
      event.operator,
      event.occurredAtMs,
      event.acceptedAtMs,
      withheld,
      JSON.stringify(verdicts),
      eventDetailJson(event),
      sequence,
      heldUntilMs,
    )
    if (changes === 0) return false
    if (event.repository !== '')
      storeRepository.run(event.repository, projectId, repositoryCreatedAtMs, sequence)
    return true
  }
}
