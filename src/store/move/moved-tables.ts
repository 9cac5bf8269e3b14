import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Catalog, ColumnRow } from './move-end.ts'

export interface MovedTable {
  readonly name: string
  readonly columns: readonly ColumnRow[]
  /** Of the primary key, in its order: the order in which rows are copied. */
  readonly key: readonly string[]
  /** Whether the database gives out its ids. */
  readonly hasIds: boolean
}

/** Kept by the migrations of each database for itself. */
const OWN = new Set(['kysely_migration', 'kysely_migration_lock'])

/** The tables of a database by their names. */
export async function tablesOf(
  db: Kysely<Schema>,
  { columns }: Pick<Catalog, 'columns'>,
): Promise<ReadonlyMap<string, MovedTable>> {
  const { rows } = await columns.execute(db)
  const tables = Map.groupBy(
    rows.filter(({ table }) => !OWN.has(table)),
    ({ table }) => table,
  )
  return new Map([...tables].map(([name, ofTable]) => [name, tableOf(name, ofTable)]))
}

function tableOf(name: string, columns: readonly ColumnRow[]): MovedTable {
  const key = columns
    .filter((column) => column.key > 0)
    .sort((one, other) => one.key - other.key)
    .map(({ column }) => column)
  return { name, columns, key, hasIds: key.length === 1 && key[0] === 'id' }
}

/**
 * The tables to copy: those of the source, which the target has with the same columns.
 *
 * @throws Error for rows that have no place in the target
 */
export async function tablesToCopy(
  source: { readonly db: Kysely<Schema>; readonly tables: ReadonlyMap<string, MovedTable> },
  target: ReadonlyMap<string, MovedTable>,
): Promise<readonly MovedTable[]> {
  const shared: MovedTable[] = []
  for (const table of source.tables.values()) {
    const place = target.get(table.name)
    if (place !== undefined && shapeOf(place) === shapeOf(table)) shared.push(table)
    else if ((await countRows(source.db, table.name)) > 0)
      throw new Error(`the table ${table.name} has no equal in the other database`)
  }
  return shared
}

function shapeOf({ columns, key }: MovedTable): string {
  const names = columns.map(({ column, type }) => `${column} ${type}`).sort()
  return JSON.stringify([names, key])
}

export async function countRows(db: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select count(*) as "rows" from ${sql.table(table)}`.execute(db)
  return rows[0]?.rows ?? 0
}
