import type { Selectable } from 'kysely'
import type { EventType } from '../../domain/event/event-type.ts'
import { uuidOf } from '../columns/uuid-bytes.ts'
import type { EventTable } from './event-tables.ts'

/** The columns that every way to read an event has. */
export type EventRow = Pick<
  Selectable<EventTable>,
  'uuid' | 'type' | 'repository' | 'tag' | 'digest' | 'operator' | 'occurred_at' | 'accepted_at'
>

/** What these columns say, but for the artifact. */
export function eventOf(row: EventRow) {
  return {
    id: uuidOf(row.uuid),
    type: row.type as EventType,
    repository: row.repository,
    operator: row.operator,
    occurredAtMs: row.occurred_at,
    acceptedAtMs: row.accepted_at,
  }
}
