import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Bodies } from '../../domain/delivery/bodies.ts'
import { type BodyBounds, boundsSince, noteRemoved } from '../delivery/removed-bodies.ts'
import type { Schema } from '../schema.ts'

/** Rows that one transaction looks at: events and deliveries wait for a few milliseconds, at the most. */
const SLICE = 500

/** The attempts of a delivery that has not ended stay, and the payload that one would send. */
const TABLES = {
  attempt: {
    id: sql.ref('delivery_id'),
    isNeeded: sql`exists (select 1 from delivery d
      where d.id = attempt.delivery_id and (d.ended_at is null or d.lease_owner is not null))`,
  },
  payload: {
    id: sql.ref('id'),
    isNeeded: sql`exists (select 1 from delivery d where d.event_id = payload.event_id and d.payload_id = payload.id
      and (d.ended_at is null or d.lease_owner is not null))`,
  },
} as const satisfies Record<keyof BodyBounds, { id: RawBuilder<unknown>; isNeeded: RawBuilder<unknown> }>

/** Removes row by row, in slices in the order of ids; what a slice leaves is passed over until the next time. */
export function sqliteBodies(read: Kysely<Schema>, write: Kysely<Schema>): Bodies {
  const after = { attempt: 0, payload: 0 }
  const removeSlice = async (table: keyof BodyBounds, bound: number): Promise<boolean> => {
    const { id, isNeeded } = TABLES[table]
    const slice = await sql<{ id: number }>`select ${id} as id from ${sql.table(table)}
      where ${id} > ${after[table]} and ${id} < ${bound} order by ${id} limit ${SLICE}`.execute(read)
    const last = slice.rows.at(-1)?.id
    if (last !== undefined)
      await write.transaction().execute(async (transaction) => {
        await noteRemoved(transaction, table, bound)
        await sql`delete from ${sql.table(table)}
          where ${id} > ${after[table]} and ${id} <= ${last} and not ${isNeeded}`.execute(transaction)
      })
    const isMore = slice.rows.length === SLICE
    after[table] = isMore ? (last ?? 0) : 0
    return isMore
  }
  return {
    async remove(createdBeforeMs) {
      const bounds = await boundsSince(read, createdBeforeMs)
      const more = [
        await removeSlice('attempt', bounds.attempt),
        await removeSlice('payload', bounds.payload),
      ]
      return more.includes(true)
    },
  }
}
