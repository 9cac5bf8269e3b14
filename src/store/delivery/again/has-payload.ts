import { type Kysely, sql } from 'kysely'
import { rowsOf } from '../../rows-of.ts'
import type { Schema } from '../../schema.ts'

/** Whether the payload of a delivery `d` is there: SQLite gives the number of a removed one to another event. */
export const HAS_PAYLOAD = sql<boolean>`exists (
  select 1 from payload b where b.id = d.payload_id and b.event_id = d.event_id)`

/** Those of some deliveries whose payload has been removed. A value for each row: PostgreSQL would join all payloads to find rows without one. */
export async function withoutPayload(
  read: Kysely<Schema>,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set()
  const rows = await rowsOf(
    read,
    sql<{ id: number }>`select d.id from delivery d where d.id in (${sql.join(ids)})
      and (select b.id from payload b where b.id = d.payload_id and b.event_id = d.event_id) is null`,
  )
  return new Set(rows.map(({ id }) => id))
}
