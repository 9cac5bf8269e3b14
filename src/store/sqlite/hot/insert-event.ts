import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent } from '../../../domain/delivery/queue.ts'
import { clientOf } from '../../../domain/event/client.ts'
import { artifactOf } from '../../../domain/event/event.ts'
import { reportKeyOf } from '../../../domain/event/report-key.ts'
import { eventDetailJson } from '../../columns/event-detail-json.ts'
import { verdictsJson } from '../../columns/verdicts-json.ts'
import { digestBytesOrNull } from '../../columns/digest-bytes.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { statement } from '../../../sqlite/statement.ts'

/** An event with all that its row holds. */
export type EventToInsert = Omit<DecidedEvent, 'repositoryCreatedAtMs' | 'payloads' | 'deliveries'>

/** Inserts an event and returns its number; null when its source reported it before, also where that one has been removed. */
export function prepareInsertEvent(database: DatabaseSync): (decided: EventToInsert) => number | null {
  const insert = statement(
    database,
    `
    insert into event (uuid, source_id, source_event_id, reported_at, project_id, type, repository, tag, digest, operator,
      occurred_at, accepted_at, withheld, verdicts_json, detail_json, sequence, held_until, held_client, late)
    select :uuid, :source_id, :source_event_id, :reported_at, :project_id, :type, :repository, :tag, :digest, :operator,
      :occurred_at, :accepted_at, :withheld, :verdicts_json, :detail_json, :sequence, :held_until, :held_client, :late
    where not exists (
      select 1 from report_key k
      where k.source_id = :source_id and k.reported_at = :reported_at and k.source_event_id = :source_event_id)
    on conflict (source_id, reported_at, source_event_id) do nothing`,
  )
  const join = statement(
    database,
    `
    update event set merged_into = (
      select whole.id from event whole
      where whole.source_id = :source_id and whole.reported_at = :reported_at and whole.source_event_id = :source_event_id)
    where id = :id`,
  )
  return ({ event, projectId, sequence, withheld, verdicts, heldUntilMs }) => {
    const { tag, digest } = artifactOf(event)
    const { sourceEventId, reportedAtMs } = reportKeyOf(event)
    const { changes, lastInsertRowid } = insert.run({
      uuid: uuidBytes(event.id),
      source_id: event.sourceId,
      source_event_id: sourceEventId,
      reported_at: reportedAtMs,
      project_id: projectId,
      type: event.type,
      repository: event.repository,
      tag,
      digest: digestBytesOrNull(digest),
      operator: event.operator,
      occurred_at: event.occurredAtMs,
      accepted_at: event.acceptedAtMs,
      withheld,
      verdicts_json: verdictsJson(verdicts),
      detail_json: eventDetailJson(event),
      sequence,
      held_until: heldUntilMs,
      held_client: heldUntilMs === null ? null : clientOf(event),
      late: event.late === true ? 1 : null,
    })
    if (changes === 0) return null
    const id = Number(lastInsertRowid)
    // By the source's report: the event of which this is a part may have been reported before, under another id of ours.
    if (event.partOf !== undefined) {
      const { sourceEventId: wholeId, reportedAtMs: wholeAtMs } = event.partOf
      join.run({ id, source_id: event.sourceId, source_event_id: wholeId, reported_at: wholeAtMs })
    }
    return id
  }
}
