import { type Kysely, type RawBuilder, sql } from 'kysely'
import { storedDigest } from './stored-bytes.ts'

/** `uuidBytes`, in SQLite's words. */
function storedUuid(column: string): RawBuilder<unknown> {
  const id = sql.ref(column)
  return sql`coalesce(unhex(replace(${id}, '-', '')), cast(${id} as blob))`
}

/** The number of the event that a column names by its UUID; 0, which no event has, when it is not stored. */
function numberOf(column: string): RawBuilder<unknown> {
  return sql`coalesce((select id from event where uuid = ${storedUuid(column)}), 0)`
}

/** Fills the tables of the migration 0024 from those that it replaces, row by row within SQLite. */
export async function copyEvents(db: Kysely<unknown>): Promise<void> {
  const { rows } =
    await sql<object>`select 1 from old_event union all select 1 from old_delivery limit 1`.execute(db)
  if (rows.length === 0) return
  for (const copy of COPIES) await copy.execute(db)
}

const COPIES: readonly RawBuilder<unknown>[] = [
  sql`insert into event (uuid, source_id, source_event_id, reported_at, project_id, type, repository, tag, digest, operator,
      occurred_at, accepted_at, withheld, verdicts_json, detail_json, sequence, held_until, held_client, late)
    select ${storedUuid('id')}, source_id, source_event_id, reported_at, project_id, type, repository, tag,
      ${storedDigest('digest')}, operator, occurred_at, accepted_at, withheld, verdicts_json, detail_json, sequence, held_until,
      held_client, late
    from old_event order by old_event.id`,
  sql`update event set merged_into = joined.whole from (
      select ${storedUuid('o.id')} as part, ${numberOf('o.merged_into')} as whole
      from old_event o where o.merged_into is not null) as joined
    where event.uuid = joined.part`,
  sql`insert into payload (id, event_id, format, content_type, headers_json, body, unrendered)
    select id, ${numberOf('old_payload.event_id')}, format, content_type, headers_json, body, unrendered
    from old_payload order by id`,
  sql`insert into delivery (id, event_id, state, reason, policy_id, target_id, payload_id, attempts, failures, created_at,
      updated_at, due_at, lease_owner, lease_until, ended_at, project_id, redelivery_of, reported_as, aged_from)
    select id, ${numberOf('old_delivery.event_id')}, state, reason, policy_id, target_id, payload_id, attempts, failures,
      created_at, updated_at, due_at, lease_owner, lease_until, ended_at, project_id, redelivery_of, reported_as, aged_from
    from old_delivery order by id`,
]
