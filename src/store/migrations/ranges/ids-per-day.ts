import { type QueryExecutorProvider, sql } from 'kysely'
import type { RangedTable } from './ranged-table.ts'

/** So many of the newest deliveries show how fast ids are given out. */
const LOOKED_AT = 1_000_000

/** How many ids a table gave out in a day lately; what was given out within a day counts as a day's. */
export async function idsPerDay(db: QueryExecutorProvider, { idsOf }: RangedTable): Promise<number> {
  const id = sql.ref(idsOf === 'payload' ? 'payload_id' : 'id')
  // A delivery that was sent again has the payload of the old one.
  const { rows } = await sql<{ per_day: number | null }>`
    with newest as (
      select id, payload_id, created_at from delivery where redelivery_of is null order by id desc limit 1),
    earlier as (
      select id, payload_id, created_at from delivery
      where redelivery_of is null and id >= (select id from newest) - ${sql.lit(LOOKED_AT)} order by id limit 1)
    select cast((n.${id} - e.${id}) / (greatest(n.created_at - e.created_at, 86400000) / 86400000.0) as bigint) as per_day
    from newest n cross join earlier e`.execute(db)
  return rows[0]?.per_day ?? 0
}
