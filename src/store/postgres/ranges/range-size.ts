import { type Kysely, sql } from 'kysely'
import { idsPerDay } from '../../migrations/ranges/ids-per-day.ts'
import type { RangedTable } from '../../migrations/ranges/ranged-table.ts'
import type { Schema } from '../../schema.ts'

const DAY_MS = 86_400_000
const LEAST_IDS = 250_000

/** A range is to last for a tenth of the time that is kept, so that there are few, and what is too old goes soon. */
const PARTS = 10
const FEWEST_DAYS = 3
const MOST_DAYS = 30

/** How many ids the next range of a table should have. */
export async function rangeSize(db: Kysely<Schema>, table: RangedTable): Promise<number> {
  const days = Math.min(MOST_DAYS, Math.max(FEWEST_DAYS, (await keptDays(db)) / PARTS))
  return Math.max(LEAST_IDS, Math.ceil(days * (await idsPerDay(db, table))))
}

/** From the first attempt on record to the newest delivery. */
async function keptDays(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ kept_ms: number | null }>`
    select (select created_at from delivery order by id desc limit 1)
      - (select created_at from delivery where id >= (select min(delivery_id) from attempt) order by id limit 1) as kept_ms`.execute(
    db,
  )
  return (rows[0]?.kept_ms ?? 0) / DAY_MS
}
