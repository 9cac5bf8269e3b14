import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Clock } from '../../domain/clock.ts'
import type { Retention } from '../../domain/retention/retention.ts'
import { type BodyBounds, bodyBounds, noteRemoved } from '../delivery/removed-bodies.ts'
import { ON_LEGAL_HOLD } from '../retention/on-legal-hold.ts'
import { removalBounds } from '../retention/removal-bounds.ts'
import { forgetKeys } from './hot/forget-keys.ts'
import { keepsUnlessSet } from '../retention/unless-set.ts'
import type { Schema } from '../schema.ts'
import type { SqliteWriter } from './thread/sqlite-writer.ts'

/** Rows that one transaction looks at: events and deliveries wait for a few milliseconds, at the most. */
const SLICE = 500

/** The attempts of a delivery that has not ended stay, and the payload that one would send; so does what is on legal hold. */
const TABLES = {
  attempt: {
    id: sql.ref('delivery_id'),
    isNeeded: sql`exists (select 1 from delivery d
      where d.id = attempt.delivery_id and (d.ended_at is null or d.lease_owner is not null))
      or exists (select 1 from delivery d join event e on e.id = d.event_id
        where d.id = attempt.delivery_id and ${sql.raw(ON_LEGAL_HOLD)})`,
  },
  payload: {
    id: sql.ref('id'),
    isNeeded: sql`exists (select 1 from delivery d where d.event_id = payload.event_id and d.payload_id = payload.id
      and (d.ended_at is null or d.lease_owner is not null))
      or exists (select 1 from event e where e.id = payload.event_id and ${sql.raw(ON_LEGAL_HOLD)})`,
  },
} as const satisfies Record<keyof BodyBounds, { id: RawBuilder<unknown>; isNeeded: RawBuilder<unknown> }>

/** Numbers of events follow each other without gaps where none was removed. */
const surplusBelow = (events: number) => sql<number | null>`(select max(id) + 1 - ${events} from event)`

export interface SqliteRetentionParts {
  readonly read: Kysely<Schema>
  readonly write: Kysely<Schema>
  readonly writer: SqliteWriter
  readonly clock: Pick<Clock, 'now'>
}

/** Removes row by row; the writer does it between other work. */
export function sqliteRetention({ read, write, writer, clock }: SqliteRetentionParts): Retention {
  const removeSlice = bodyRemover(read, write)
  return {
    keepsUnlessSet: () => keepsUnlessSet(read),
    async databaseBytes() {
      const { rows } = await sql<{ bytes: number }>`select page_count * page_size as bytes
        from pragma_page_count(), pragma_page_size()`.execute(read)
      return rows[0]?.bytes ?? 0
    },
    async removeBodies(limit) {
      const bounds = await bodyBounds(read, limit, surplusBelow)
      const more = [
        await removeSlice('attempt', bounds.attempt),
        await removeSlice('payload', bounds.payload),
      ]
      return more.includes(true)
    },
    boundsOf: (limit) => removalBounds(read, limit, surplusBelow),
    removeEvents: (bounds, after) => writer.submit('removeEvents', { bounds, after, nowMs: clock.now() }),
    removeKeys: (removedBeforeMs) => forgetKeys(write, removedBeforeMs),
  }
}

/** Goes through a table in slices in the order of ids; what a slice leaves is passed over until the next time. */
function bodyRemover(read: Kysely<Schema>, write: Kysely<Schema>) {
  const after = { attempt: 0, payload: 0 }
  return async (table: keyof BodyBounds, bound: number): Promise<boolean> => {
    const { id, isNeeded } = TABLES[table]
    const slice = await sql<{ id: number }>`select ${id} as id from ${sql.table(table)}
      where ${id} > ${after[table]} and ${id} < ${bound} order by ${id} limit ${SLICE}`.execute(read)
    const last = slice.rows.at(-1)?.id
    if (last !== undefined)
      await write.transaction().execute(async (transaction) => {
        await noteRemoved(transaction, table, bound)
        await sql`delete from ${sql.table(table)}
          where ${id} > ${after[table]} and ${id} <= ${last} and not (${isNeeded})`.execute(transaction)
      })
    const isMore = slice.rows.length === SLICE
    after[table] = isMore ? (last ?? 0) : 0
    return isMore
  }
}
