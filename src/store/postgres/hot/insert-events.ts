import { clientOf } from '../../../domain/event/client.ts'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { reportKeyOf } from '../../../domain/event/report-key.ts'
import type { DecidedEvent } from '../../../domain/delivery/queue.ts'
import { digestBytesOrNull } from '../../columns/digest-bytes.ts'
import { eventDetailJson } from '../../columns/event-detail-json.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { verdictsJson } from '../../columns/verdicts-json.ts'
import { type Session, asRecords, hex, hexOrNull, change, question, statement } from './session.ts'

/** An event with its number and all that its row holds. */
export interface EventToInsert {
  readonly id: number
  readonly decided: Omit<DecidedEvent, 'repositoryCreatedAtMs' | 'payloads' | 'deliveries'>
}

const INSERT_TEXT = `
  insert into event (id, uuid, source_id, source_event_id, reported_at, project_id, type, repository, tag, digest, operator,
    occurred_at, accepted_at, withheld, verdicts_json, detail_json, sequence, held_until, held_client, late)
  select x.id, decode(x.uuid, 'hex'), x.source_id, x.source_event_id, x.reported_at, x.project_id, x.type, x.repository, x.tag,
    decode(x.digest, 'hex'), x.operator, x.occurred_at, x.accepted_at, x.withheld, x.verdicts_json, x.detail_json, x.sequence,
    x.held_until, x.held_client, x.late
  from json_to_recordset($1::json) as x(id bigint, uuid text, source_id bigint, source_event_id text, reported_at bigint,
    project_id bigint, type text, repository text, tag text, digest text, operator text, occurred_at bigint, accepted_at bigint,
    withheld text, verdicts_json text, detail_json text, sequence bigint, held_until bigint, held_client text, late bigint)`

const INSERT = change(INSERT_TEXT)
const INSERT_ONCE = statement(`${INSERT_TEXT} on conflict do nothing`)

const JOIN = statement(`
  update event set merged_into = whole.id
  from json_to_recordset($1::json) as x(id bigint, source_id bigint, reported_at bigint, source_event_id text)
  join event whole on whole.source_id = x.source_id and whole.reported_at = x.reported_at
    and whole.source_event_id = x.source_event_id
  where event.id = x.id`)

const SELECT_REPORTED = question(`
  with x as (
    select * from json_to_recordset($1::json) as x(n bigint, source_id bigint, reported_at bigint, source_event_id text))
  ${reportedIn('event')} union all ${reportedIn('report_key')}`)

function reportedIn(table: 'event' | 'report_key'): string {
  return `select x.n from x join ${table} e
    on e.source_id = x.source_id and e.reported_at = x.reported_at and e.source_event_id = x.source_event_id`
}

/**
 * The keys of those events that their sources have reported before, also where they have been removed. A transaction that stores an event has locked its repository, so that the answer
 * holds.
 */
export async function reportedAmong(
  session: Session,
  events: readonly DecidedEvent[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  const keys = events.map(({ event }, n) => ({ n, ...keyColumns(event) }))
  const rows = await session.ask<{ n: number }>(SELECT_REPORTED, asRecords(keys))
  return new Set(rows.flatMap(({ n }) => events[n] ?? []).map(({ event }) => keyOf(event)))
}

/** What is the same of two reports of one event. */
export function keyOf(event: RegistryEvent): string {
  return JSON.stringify(keyColumns(event))
}

/** Stores events that nobody has reported before. */
export function insertEvents(session: Session, events: readonly EventToInsert[]): void {
  if (events.length === 0) return
  session.tell(INSERT, asRecords(events.map(recordOf)))
  // By the source's report: the event of which this is a part may have been reported before, under another id of ours.
  const parts = events.flatMap(({ id, decided: { event } }) =>
    event.partOf === undefined
      ? []
      : [
          {
            id,
            source_id: event.sourceId,
            reported_at: event.partOf.reportedAtMs,
            source_event_id: event.partOf.sourceEventId,
          },
        ],
  )
  if (parts.length > 0) session.tell(JOIN, asRecords(parts))
}

/** Stores an event that follows from another one, unless one that did so before is stored. */
export function insertOnce(session: Session, event: EventToInsert): void {
  session.tell(INSERT_ONCE, asRecords([recordOf(event)]))
}

function keyColumns(event: RegistryEvent) {
  const { sourceEventId, reportedAtMs } = reportKeyOf(event)
  return { source_id: event.sourceId, source_event_id: sourceEventId, reported_at: reportedAtMs }
}

function recordOf({ id, decided }: EventToInsert) {
  const { event, projectId, sequence, withheld, verdicts, heldUntilMs } = decided
  const { tag, digest } = artifactOf(event)
  return {
    id,
    uuid: hex(uuidBytes(event.id)),
    ...keyColumns(event),
    project_id: projectId,
    type: event.type,
    repository: event.repository,
    tag,
    digest: hexOrNull(digestBytesOrNull(digest)),
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
  }
}
