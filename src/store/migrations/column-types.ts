import { type ColumnDefinitionBuilder, type RawBuilder, sql } from 'kysely'

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
  /** The same for a small row that is found by its key alone: it is kept in the order of its key, once. */
  readonly keyedTableEnd: RawBuilder<unknown>
}

export const sqliteColumnTypes: ColumnTypes = {
  integer: sql`integer`,
  id: sql`integer`,
  generatedId: (column) => column.primaryKey().autoIncrement(),
  numberedId: (column) => column.primaryKey(),
  bytes: sql`blob`,
  tableEnd: sql`strict`,
  keyedTableEnd: sql`strict, without rowid`,
}
