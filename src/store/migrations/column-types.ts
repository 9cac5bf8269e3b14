import { type ColumnDefinitionBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import { divideTables } from './ranges/divide-tables.ts'
import { limitIds } from './ranges/limit-ids.ts'

/** What the two databases call the same thing, so that a migration is written once. */
export interface ColumnTypes {
  /** A 64-bit integer. */
  readonly integer: RawBuilder<unknown>
  /** The type of an id that the database hands out. */
  readonly id: RawBuilder<unknown>
  /** Makes a column the primary key whose values the database hands out, each once for ever. */
  readonly generatedId: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
  /** The same in the order of time; the last value may come again once its row is gone, which saves a write for each. */
  readonly numberedId: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
  /** Bytes. */
  readonly bytes: RawBuilder<unknown>
  /** What follows the column list of every table. */
  readonly tableEnd: RawBuilder<unknown>
  /** Renames a table to `old_…`, with whatever would keep its name from the one that takes its place. */
  readonly setAside: (db: Kysely<unknown>, table: string) => Promise<void>
  /** The same for a small row that is found by its key alone: it is kept in the order of its key, once. */
  readonly keyedTableEnd: RawBuilder<unknown>
  /** Divides the largest tables by their ids, in two transactions; null where tables are not divided. */
  readonly ranges: Readonly<
    Record<'limitIds' | 'divideTables', (db: Kysely<unknown>) => Promise<void>>
  > | null
}

export const sqliteColumnTypes: ColumnTypes = {
  integer: sql`integer`,
  id: sql`integer`,
  generatedId: (column) => column.primaryKey().autoIncrement(),
  numberedId: (column) => column.primaryKey(),
  bytes: sql`blob`,
  tableEnd: sql`strict`,
  keyedTableEnd: sql`strict, without rowid`,
  setAside: rename,
  ranges: null,
}

/** Text is compared byte by byte (`postgres/byte-order.ts`), and rows have no order of their own. */
export const postgresColumnTypes: ColumnTypes = {
  integer: sql`bigint`,
  id: sql`bigint`,
  generatedId: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
  numberedId: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
  bytes: sql`bytea`,
  tableEnd: sql``,
  keyedTableEnd: sql``,
  ranges: { limitIds, divideTables },
  async setAside(db, table) {
    await rename(db, table)
    const { rows } = await sql<{ name: string }>`select conname as name from pg_constraint
      where conrelid = to_regclass(${`old_${table}`}) and contype = 'p'`.execute(db)
    for (const { name } of rows)
      await sql`alter table ${sql.table(`old_${table}`)} rename constraint ${sql.ref(name)} to ${sql.ref(`old_${name}`)}`.execute(
        db,
      )
  },
}

async function rename(db: Kysely<unknown>, table: string): Promise<void> {
  await db.schema.alterTable(table).renameTo(`old_${table}`).execute()
}
