import { type Kysely, sql } from 'kysely'
import type { Catalog, ColumnRow } from '../move/move-end.ts'
import type { Schema } from '../schema.ts'
import { makeRoom } from './ranges/make-room.ts'

export const postgresCatalog: Catalog = {
  columns: sql<ColumnRow>`
    select t.relname as "table", a.attname as "column",
      coalesce(array_position(i.indkey::int2[], a.attnum) + 1 - array_lower(i.indkey::int2[], 1), 0) as "key",
      case format_type(a.atttypid, null) when 'bigint' then 'integer' when 'bytea' then 'bytes'
        else format_type(a.atttypid, null) end as type
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index i on i.indrelid = t.oid and i.indisprimary
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
    order by t.relname, a.attnum`,
  async lastId(db, table) {
    const sequence = await sequenceOf(db, table)
    if (sequence === null) return 0
    const { rows } = await sql<{ id: number; is_called: number }>`
      select last_value as id, is_called from ${sql.raw(sequence)}`.execute(db)
    return rows[0]?.is_called === 1 ? rows[0].id : 0
  },
  async setLastId(db, table, id) {
    const sequence = await sequenceOf(db, table)
    if (sequence === null) return
    await sql`select setval(${sequence}::regclass, greatest(${id}::bigint, 1), ${id}::bigint > 0)`.execute(db)
  },
  async skipDeliveryIds(db, count) {
    const lastId = (await this.lastId(db, 'delivery')) + count
    await this.setLastId(db, 'delivery', lastId)
    await this.makeRoom(db, 'delivery', lastId + 1)
  },
  makeRoom,
  async unhurried(transaction) {
    await sql`set local statement_timeout = 0`.execute(transaction)
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction)
  },
  async analyze(db) {
    await db.transaction().execute(async (transaction) => {
      await sql`set local statement_timeout = 0`.execute(transaction)
      await sql`analyze`.execute(transaction)
    })
  },
  losesNul: true,
}

/** Its name, quoted where need be. */
async function sequenceOf(db: Kysely<Schema>, table: string): Promise<string | null> {
  const { rows } = await sql<{ name: string | null }>`
    select pg_get_serial_sequence(quote_ident(${table}), 'id') as name`.execute(db)
  return rows[0]?.name ?? null
}
