import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { RetentionLimit } from '../../../domain/retention/retention.ts'
import type { Writing } from '../../connections.ts'
import { type BodyBounds, bodyBounds, noteRemoved } from '../../delivery/removed-bodies.ts'
import { RANGED_TABLES, type RangedTable } from '../../migrations/ranges/ranged-table.ts'
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
  const more: boolean[] = []
  for (const table of RANGED_TABLES) {
    const bound = Math.min(bounds[table.name], needed[table.name])
    const [oldest, next] = (await readRanges(db, table)).all
    if (oldest === undefined || oldest.below > bound) continue
    const isDropped = await drop(db, table, { oldest, lastId })
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
  { oldest, lastId }: { readonly oldest: Range; readonly lastId: number },
): Promise<boolean> {
  let isDropped = false
  await changeRanges(db, async (transaction) => {
    await lockInPostgres(transaction, RULES)
    const needed = await neededIn(transaction, sql`(select * from delivery where id > ${lastId})`)
    if (needed[name] < oldest.below) return
    await sql`drop table ${sql.table(oldest.name)}`.execute(transaction)
    await noteRemoved(transaction, name, oldest.below)
    isDropped = true
  })
  return isDropped
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
