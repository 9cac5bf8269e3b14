import { type Kysely, sql } from 'kysely'
import type { AuditedDelivery, DeliverySlice } from '../../domain/delivery/account-reader.ts'
import { NO_ATTEMPTS, type RecordedAttempts } from '../../domain/delivery/delivery-faults.ts'
import { removedBelow } from '../delivery/removed-bodies.ts'
import { jsonText } from '../database-words.ts'
import { rowsOf } from '../rows-of.ts'
import { uuidOf } from '../columns/uuid-bytes.ts'
import type { Schema } from '../schema.ts'

const SLICE = 1000
const IS_ENDED = sql`d.ended_at is not null and d.lease_owner is null`

interface DeliveryRow {
  readonly id: number
  readonly event_id: number
  readonly event_uuid: Uint8Array | null
  readonly state: string
  readonly due_at: number | null
  readonly lease_owner: string | null
  readonly lease_until: number | null
  readonly ended_at: number | null
  readonly attempts: number
  readonly failures: number
  readonly has_event: number
  readonly has_policy: number
  readonly has_target: number
  readonly has_payload: number
  /** Whether the records of its attempts may have been removed. */
  readonly is_old: number
  readonly has_original: number
  readonly has_redelivery: number
}

interface AttemptsRow extends RecordedAttempts {
  readonly delivery_id: number
}

/** The deliveries after one, in the order of their ids, with a summary of their attempts. */
export async function auditedDeliveries(read: Kysely<Schema>, after: number): Promise<DeliverySlice> {
  const rows = await deliveriesAfter(read, after)
  const next = rows.length < SLICE ? null : (rows.at(-1)?.id ?? null)
  const attempts = await attemptsBetween(read, after, next)
  const attemptsOf = new Map(attempts.map(({ delivery_id, ...recorded }) => [delivery_id, recorded]))
  const deliveries = rows.map((row) =>
    deliveryOf(row, row.is_old === 1 ? null : (attemptsOf.get(row.id) ?? NO_ATTEMPTS)),
  )
  for (const { id } of rows) attemptsOf.delete(id)
  return { deliveries, orphaned: [...attemptsOf.keys()], next }
}

function deliveriesAfter(read: Kysely<Schema>, after: number): Promise<readonly DeliveryRow[]> {
  return rowsOf(
    read,
    sql<DeliveryRow>`select d.id, d.event_id, e.uuid as event_uuid, d.state, d.due_at, d.lease_owner, d.lease_until, d.ended_at, d.attempts,
        d.failures, e.id is not null as has_event, p.id is not null as has_policy, t.id is not null as has_target,
        (b.id is not null or ${IS_ENDED} and d.payload_id < ${removedBelow('payload')}) as has_payload,
        (${IS_ENDED} and d.id < ${removedBelow('attempt')}) as is_old, (d.redelivery_of is null or o.id is not null) as has_original,
        (d.redelivered_as is null or n.id is not null) as has_redelivery
      from delivery d left join event e on e.id = d.event_id and e.project_id = d.project_id
      left join policy p on p.id = d.policy_id
      left join target t on t.id = d.target_id and t.policy_id = d.policy_id
      left join payload b on b.id = d.payload_id and b.event_id = d.event_id
      left join delivery o on o.id = d.redelivery_of and o.event_id = d.event_id
      left join delivery n on n.id = d.redelivered_as and n.event_id = d.event_id and n.target_id = d.target_id
      where d.id > ${after} order by d.id limit ${SLICE}`,
  )
}

/** @param upTo null: to the end */
function attemptsBetween(
  read: Kysely<Schema>,
  after: number,
  upTo: number | null,
): Promise<readonly AttemptsRow[]> {
  const end = upTo === null ? sql`` : sql`and delivery_id <= ${upTo}`
  return rowsOf(
    read,
    sql<AttemptsRow>`select delivery_id, count(*) as count, min(number) as first, max(number) as last,
        sum(case when ${jsonText('failure_json', 'code')} <> 'interrupted' then 1 else 0 end) as failed,
        max(case when failure_json is null then number else 0 end) as succeeded
      from attempt where delivery_id > ${after} ${end} group by delivery_id`,
  )
}

function deliveryOf(row: DeliveryRow, recorded: RecordedAttempts | null): AuditedDelivery {
  const rows = {
    event: row.has_event,
    policy: row.has_policy,
    target: row.has_target,
    payload: row.has_payload,
    original: row.has_original,
    redelivery: row.has_redelivery,
  }
  const names = Object.keys(rows) as (keyof typeof rows)[]
  return {
    id: row.id,
    // Of an event that is not stored, only the number is known.
    eventId: row.event_uuid === null ? `number ${row.event_id}` : uuidOf(row.event_uuid),
    state: row.state,
    dueAtMs: row.due_at,
    leaseOwner: row.lease_owner,
    leaseUntilMs: row.lease_until,
    endedAtMs: row.ended_at,
    attempts: row.attempts,
    failures: row.failures,
    recorded,
    missing: names.filter((name) => rows[name] === 0),
  }
}
