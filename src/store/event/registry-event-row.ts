import type { Selectable } from 'kysely'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { digestOrNull } from '../columns/digest-bytes.ts'
import { eventPartsOf } from '../columns/event-detail-json.ts'
import { type EventRow, eventOf } from './event-row.ts'
import type { EventTable } from './event-tables.ts'

/** An event read back whole, with its source. */
export type RegistryEventRow = EventRow &
  Pick<Selectable<EventTable>, 'source_id' | 'source_event_id' | 'reported_at' | 'detail_json' | 'late'> & {
    readonly source_name: string
    readonly source_kind: string
  }

/** An event as it was accepted. */
export function registryEventOf(row: RegistryEventRow): RegistryEvent {
  return {
    ...eventOf(row),
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    sourceEventId: row.source_event_id,
    ...(row.reported_at !== 0 && { reportedAtMs: row.reported_at }),
    ...eventPartsOf(row.detail_json, { ...row, digest: digestOrNull(row.digest) }),
    ...(row.late === 1 && { late: true }),
  }
}
