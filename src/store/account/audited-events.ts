import { type Kysely, sql } from 'kysely'
import type { AuditedBirth, AuditedEvent } from '../../domain/delivery/account-reader.ts'
import type { EventDetail } from '../../domain/event/event-detail.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import type { PolicyVerdict } from '../../domain/policy/policy.ts'
import { rowsOf } from '../rows-of.ts'
import { eventsRemovedBelow } from '../retention/removed-totals.ts'
import { verdictsIn } from '../columns/verdicts-json.ts'
import { uuidBytes, uuidOf } from '../columns/uuid-bytes.ts'
import type { Schema } from '../schema.ts'

const SLICE = 1000
const ABOUT_TARGETS: readonly EventType[] = ['TARGET_FAILING', 'TARGET_RECOVERED']

interface EventRow {
  readonly id: number
  readonly uuid: Uint8Array
  readonly accepted_at: number
  readonly held_until: number | null
  readonly withheld: string | null
  readonly merged_into: number | null
  readonly whole: Uint8Array | null
  /** Whether the event that it is a part of is stored, or may have been removed. */
  readonly has_whole: number
  readonly verdicts_json: string
  /** Of a meta event. */
  readonly about: string | null
}

interface BirthRow {
  readonly id: number
  readonly event_id: number
  readonly policy_id: number
  readonly target_id: number
  readonly state: string
  readonly created_at: number
  readonly redelivery_of: number | null
  readonly redelivered_as: number | null
}

/** The events after one, with their deliveries, in the order of their ids. */
export async function auditedEvents(read: Kysely<Schema>, after: string): Promise<readonly AuditedEvent[]> {
  const events = await rowsOf(
    read,
    sql<EventRow>`select e.id, e.uuid, e.accepted_at, e.held_until, e.withheld, e.merged_into, e.verdicts_json, whole.uuid as whole,
        case when whole.id is not null or e.merged_into < ${eventsRemovedBelow()} then 1 else 0 end as has_whole,
        case when e.type in (${sql.join(ABOUT_TARGETS)}) then e.detail_json end as about
      from event e left join event whole on whole.id = e.merged_into
      where e.uuid > ${uuidBytes(after)} order by e.uuid limit ${SLICE}`,
  )
  if (events.length === 0) return []
  const ids = events.map(({ id }) => id)
  const births = await rowsOf(
    read,
    sql<BirthRow>`select id, event_id, policy_id, target_id, state, created_at, redelivery_of, redelivered_as
      from delivery where event_id in (${sql.join(ids)}) order by id`,
  )
  const birthsOf = Map.groupBy(births, (row) => row.event_id)
  return events.map((row) => eventOf(row, birthsOf.get(row.id) ?? []))
}

function eventOf(row: EventRow, births: readonly BirthRow[]): AuditedEvent {
  return {
    id: uuidOf(row.uuid),
    acceptedAtMs: row.accepted_at,
    heldUntilMs: row.held_until,
    withheld: row.withheld,
    mergedInto: nameOf(row.merged_into, row.whole),
    isWholeKnown: row.has_whole === 1,
    verdicts: readVerdicts(row.verdicts_json),
    deliveries: births.map(birthOf),
    aboutTargetId: aboutTargetId(row.about),
  }
}

/** The event that another is a part of: its id, or its number in the database when it is not stored. */
function nameOf(number: number | null, uuid: Uint8Array | null): string | null {
  if (number === null) return null
  return uuid === null ? `number ${number}` : uuidOf(uuid)
}

function birthOf(row: BirthRow): AuditedBirth {
  return {
    id: row.id,
    policyId: row.policy_id,
    targetId: row.target_id,
    state: row.state,
    createdAtMs: row.created_at,
    isRedelivery: row.redelivery_of !== null,
    redeliveredAs: row.redelivered_as,
  }
}

function aboutTargetId(detailJson: string | null): number | null {
  if (detailJson === null) return null
  const { detail } = JSON.parse(detailJson) as { readonly detail?: EventDetail }
  return detail?.problem?.target?.id ?? null
}

/** Null when they cannot be read. */
function readVerdicts(json: string): readonly PolicyVerdict[] | null {
  try {
    return verdictsIn(json)
  } catch {
    return null
  }
}
