import { type Selectable, sql } from 'kysely'
import type { KnownPolicy, StoredEvent } from '../../domain/delivery/history.ts'
import type { PolicyVerdict } from '../../domain/policy/policy.ts'
import { digestOrNull } from '../columns/digest-bytes.ts'
import { uuidOf } from '../columns/uuid-bytes.ts'
import { verdictsIn } from '../columns/verdicts-json.ts'
import { type EventRow, eventOf } from './event-row.ts'
import type { EventTable } from './event-tables.ts'

/** An event in the history. */
export type StoredEventRow = EventRow &
  Pick<Selectable<EventTable>, 'project_id' | 'withheld' | 'verdicts_json' | 'held_until' | 'late'> & {
    readonly source: string
    readonly project_name: string | null
    /** The UUID of the event that it is a part of. */
    readonly whole: Uint8Array | null
  }

/** Of an event `e` and its source `s`. */
export const STORED_EVENT_COLUMNS = sql`e.uuid, e.project_id, e.type, e.repository, e.tag, e.digest, e.operator,
  s.name as source, (select name from project where id = e.project_id) as project_name, e.occurred_at, e.accepted_at, e.withheld, e.verdicts_json, e.held_until, e.late,
  (select uuid from event where id = e.merged_into) as whole`

export function verdictsOf({
  verdicts_json: json,
}: Pick<StoredEventRow, 'verdicts_json'>): readonly PolicyVerdict[] {
  return verdictsIn(json)
}

/** @param policies those that the verdicts name */
export function storedEventOf(row: StoredEventRow, policies: ReadonlyMap<number, KnownPolicy>): StoredEvent {
  return {
    ...eventOf(row),
    projectId: row.project_id,
    projectName: row.project_name,
    tag: row.tag,
    digest: digestOrNull(row.digest),
    source: row.source,
    withheld: row.withheld,
    // Every policy is found: one that is deleted keeps its row.
    verdicts: verdictsOf(row).flatMap((verdict) => {
      const policy = policies.get(verdict.policyId)
      return policy === undefined ? [] : [{ ...verdict, policy }]
    }),
    // An event that is due at once has a time long past.
    heldUntilMs: row.held_until === null ? null : Math.max(row.held_until, row.accepted_at),
    mergedInto: row.whole === null ? null : uuidOf(row.whole),
    isLate: row.late === 1,
  }
}
