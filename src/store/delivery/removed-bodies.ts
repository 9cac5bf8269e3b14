import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { firstDeliverySince } from './first-delivery.ts'

/** Ids below which payloads, and the attempts of deliveries, are removed once the deliveries have ended. */
export type BodyBounds = Readonly<Record<'payload' | 'attempt', number>>

/** Names in the table of settings: no row below may be there any more. */
const REMOVED = { payload: 'payloads_removed_below', attempt: 'attempts_removed_below' } as const

/** The ids that were given out first since a time. */
export async function boundsSince(read: Kysely<Schema>, sinceMs: number): Promise<BodyBounds> {
  // A delivery that was sent again has the payload of the old one.
  const { rows } = await sql<{ attempt: number; payload: number }>`
    with first as (select ${firstDeliverySince(sinceMs)} as id)
    select coalesce((select min(id) from delivery where delivery.id >= first.id), first.id) as attempt, coalesce(
      (select payload_id from delivery where delivery.id >= first.id and redelivery_of is null order by delivery.id limit 1),
      (select max(id) + 1 from payload), 0) as payload
    from first`.execute(read)
  return { attempt: rows[0]?.attempt ?? 0, payload: rows[0]?.payload ?? 0 }
}

/** Keeps for the audit that rows below an id were removed, in the transaction that removes them. */
export async function noteRemoved(
  write: Kysely<Schema>,
  table: keyof BodyBounds,
  below: number,
): Promise<void> {
  await sql`insert into setting (name, value) values (${REMOVED[table]}, ${String(below)})
    on conflict (name) do update set value = excluded.value
    where cast(setting.value as bigint) < cast(excluded.value as bigint)`.execute(write)
}

/** The id below which rows may have been removed, as a scalar. */
export function removedBelow(table: keyof BodyBounds): RawBuilder<number> {
  return sql<number>`coalesce((select cast(value as bigint) from setting where name = ${REMOVED[table]}), 0)`
}
