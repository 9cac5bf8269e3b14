import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { RetentionLimit } from '../../domain/retention/retention.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { firstDeliverySince } from './first-delivery.ts'

/** Ids below which payloads, and the attempts of deliveries, are removed once the deliveries have ended. */
export type BodyBounds = Readonly<Record<'payload' | 'attempt', number>>

/** Names in the table of settings: no row below may be there any more. */
const REMOVED = { payload: 'payloads_removed_below', attempt: 'attempts_removed_below' } as const

/** Ids below which payloads, and the attempts of deliveries, are over their limit. */
export async function bodyBounds(
  read: Kysely<Schema>,
  { sinceMs, events }: RetentionLimit,
  surplusBelow: (events: number) => RawBuilder<number | null>,
): Promise<BodyBounds> {
  const tooOld = sinceMs === null ? sql`0` : firstDeliverySince(sinceMs)
  const tooMany =
    events === null
      ? sql`null`
      : sql`(select id from delivery where event_id >= ${surplusBelow(events)} order by event_id, id limit 1)`
  const [found] = await rowsOf(
    read,
    sql<{ old: number; many: number | null }>`select ${tooOld} as old, ${tooMany} as many`,
  )
  return boundsFrom(read, Math.max(found?.old ?? 0, found?.many ?? 0))
}

/** @param first the id of the first delivery whose bodies are to stay */
async function boundsFrom(read: Kysely<Schema>, first: number): Promise<BodyBounds> {
  // A delivery that was sent again has the payload of the old one.
  const [row] = await rowsOf(
    read,
    sql<{ attempt: number; payload: number }>`
      select coalesce((select min(id) from delivery where id >= ${first}), ${first}) as attempt, coalesce(
        (select payload_id from delivery where id >= ${first} and redelivery_of is null order by id limit 1),
        (select max(id) + 1 from payload), 0) as payload`,
  )
  return { attempt: row?.attempt ?? 0, payload: row?.payload ?? 0 }
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
