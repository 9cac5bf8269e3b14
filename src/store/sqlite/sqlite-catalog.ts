import { type Kysely, sql } from 'kysely'
import type { Catalog, ColumnRow } from '../move/move-end.ts'
import type { Schema } from '../schema.ts'
import { DELIVERY_FLOOR } from '../setting-names.ts'

export const sqliteCatalog: Catalog = {
  columns: sql<ColumnRow>`
    select t.name as "table", c.name as "column", c.pk as "key",
      case lower(c.type) when 'blob' then 'bytes' else lower(c.type) end as type
    from sqlite_schema t join pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' order by t.name, c.cid`,
  async lastId(db, table) {
    const { rows } = await sql<{ id: number | null }>`
      select coalesce((select seq from sqlite_sequence where name = ${table}), (select max(id) from ${sql.table(table)})) as id`.execute(
      db,
    )
    return rows[0]?.id ?? 0
  },
  async setLastId(db, table, id) {
    if (!(await isCounted(db, table))) return
    await db.transaction().execute(async (transaction) => {
      await sql`delete from sqlite_sequence where name = ${table}`.execute(transaction)
      if (id > 0)
        await sql`insert into sqlite_sequence (name, seq) values (${table}, ${id})`.execute(transaction)
    })
  },
  async skipDeliveryIds(db, count) {
    const floor = (await this.lastId(db, 'delivery')) + count + 1
    await db
      .insertInto('setting')
      .values({ name: DELIVERY_FLOOR, value: String(floor) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(floor) }))
      .execute()
  },
  makeRoom: () => Promise.resolve(),
  unhurried: () => Promise.resolve(),
  analyze: () => Promise.resolve(),
  losesNul: false,
}

/** Of the other tables, the next id is the one after the highest. */
async function isCounted(db: Kysely<Schema>, table: string): Promise<boolean> {
  const { rows } = await sql<object>`
    select 1 from sqlite_schema where type = 'table' and name = ${table} and sql like '%autoincrement%'`.execute(
    db,
  )
  return rows.length > 0
}
