import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { RetentionLimit } from '../../../domain/retention/retention.ts'
import type { Writing } from '../../connections.ts'
import { type BodyBounds, bodyBounds, noteRemoved } from '../../delivery/removed-bodies.ts'
import { RANGED_TABLES, type RangedTable } from '../../migrations/ranges/ranged-table.ts'
import { ON_LEGAL_HOLD } from '../../retention/on-legal-hold.ts'
import { RULES } from '../../rules-revision.ts'
import type { Schema } from '../../schema.ts'
import { lockInPostgres } from '../postgres-lock.ts'
import { changeRanges } from './change-ranges.ts'
import { type Range, readRanges } from './read-ranges.ts'

/**
 * Drops the oldest range of payloads and of attempts that are over their limit, which writes nothing, however many rows they have.
 *
 * @returns whether there is more to drop
 */
export async function dropRanges(
  db: Kysely<Schema>,
  limit: RetentionLimit,
  surplusBelow: (events: number) => RawBuilder<number | null>,
): Promise<boolean> {
  const bounds = await bodyBounds(db, limit, surplusBelow)
  const lastId = await lastDelivery(db)
  const needed = await neededIn(db, sql`delivery`)
  const hold = await newestHold(db)
  const more: boolean[] = []
  for (const table of RANGED_TABLES) {
    const bound = Math.min(bounds[table.name], needed[table.name])
    const [oldest, next] = (await readRanges(db, table)).all
    if (oldest === undefined || oldest.below > bound) continue
    if (hold > 0 && (await isOnHold(db, table, oldest))) continue
    const isDropped = await drop(db, table, { oldest, lastId, hold })
    more.push(isDropped && next !== undefined && next.below <= bound)
  }
  return more.includes(true)
}

/**
 * While nobody accepts, delivers or sends again, which takes milliseconds: what was created since the look at all deliveries does not
 * need the range either.
 *
 * @returns false when it is left for later
 */
async function drop(
  db: Kysely<Schema>,
  { name }: RangedTable,
  { oldest, lastId, hold }: Readonly<Record<'lastId' | 'hold', number>> & { readonly oldest: Range },
): Promise<boolean> {
  let isDropped = false
  await changeRanges(db, async (transaction) => {
    await lockInPostgres(transaction, RULES)
    const needed = await neededIn(transaction, sql`(select * from delivery where id > ${lastId})`)
    if (needed[name] < oldest.below || (await newestHold(transaction)) !== hold) return
    await sql`drop table ${sql.table(oldest.name)}`.execute(transaction)
    await noteRemoved(transaction, name, oldest.below)
    isDropped = true
  })
  return isDropped
}

/** The number of the legal hold that was placed last among those that last; 0 when none does. */
async function newestHold(db: Kysely<Schema> | Writing): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`
    select max(id) as id from legal_hold where lifted_at is null`.execute(db)
  return rows[0]?.id ?? 0
}

/** Whether a legal hold keeps a row of a range; looked for before the lock, since it reads the range. */
async function isOnHold(db: Kysely<Schema>, { name }: RangedTable, range: Range): Promise<boolean> {
  const eventsOfRows =
    name === 'payload'
      ? sql`${sql.table(range.name)} x join event e on e.id = x.event_id`
      : sql`${sql.table(range.name)} x join delivery d on d.id = x.delivery_id join event e on e.id = d.event_id`
  const { rows } = await sql`select 1 from ${eventsOfRows} where ${sql.raw(ON_LEGAL_HOLD)} limit 1`.execute(
    db,
  )
  return rows.length > 0
}

async function lastDelivery(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from delivery`.execute(db)
  return rows[0]?.id ?? 0
}

/** The lowest ids that deliveries need which have not ended. Sums keep the planner from following the key of all that have. */
async function neededIn(
  db: Kysely<Schema> | Writing,
  deliveries: ReturnType<typeof sql>,
): Promise<BodyBounds> {
  const { rows } = await sql<{ payload: number | null; attempt: number | null }>`
    select min(payload_id + 0) as payload, min(id + 0) as attempt from (
      select id, payload_id from ${deliveries} d where state = 'pending'
      union all select id, payload_id from ${deliveries} d where lease_owner is not null) needed`.execute(db)
  const { payload, attempt } = rows[0] ?? { payload: null, attempt: null }
  return { payload: payload ?? Infinity, attempt: attempt ?? Infinity }
}
