import { type Kysely, type RawBuilder, sql } from 'kysely'
import { where } from '../conditions.ts'
import type { Schema } from '../schema.ts'
import type { MovedTable } from './moved-tables.ts'

export type Value = number | string | Uint8Array | null
export type MovedRow = Readonly<Record<string, Value>>

/** Rows in one transaction, at the most: a statement of SQLite takes 32,766 parameters. */
const MAX_ROWS = 1000
const MAX_VALUES = 30_000
/** Bytes of texts, at the most, unless a single row has more. */
const MAX_BYTES = 4 * 1024 * 1024

/**
 * The next rows of a table after a key, as many as fit into memory with ease.
 *
 * @param after null for the first ones
 * @returns none at the end
 */
export async function readRows(
  db: Kysely<Schema>,
  table: MovedTable,
  after: readonly Value[] | null,
): Promise<readonly MovedRow[]> {
  const sizes = await sizesOfRows(db, table, after)
  if (sizes.length === 0) return []
  let bytes = 0
  const tooMuch = sizes.findIndex((size) => (bytes += size) > MAX_BYTES)
  const limit = tooMuch === -1 ? sizes.length : Math.max(1, tooMuch)
  const columns = sql.join(table.columns.map(({ column }) => sql.ref(column)))
  const { rows } = await sql<MovedRow>`select ${columns} ${following(table, after, limit)}`.execute(db)
  return rows
}

/** Neither database reads a long text for its length. */
async function sizesOfRows(
  db: Kysely<Schema>,
  table: MovedTable,
  after: readonly Value[] | null,
): Promise<readonly number[]> {
  const lengths = table.columns
    .filter(({ type }) => type !== 'integer')
    .map(({ column }) => sql`coalesce(octet_length(${sql.ref(column)}), 0)`)
  const size = sql.join([sql`0`, ...lengths], sql` + `)
  const limit = Math.min(MAX_ROWS, Math.floor(MAX_VALUES / table.columns.length))
  const { rows } = await sql<{ size: number }>`
    select ${size} as size ${following(table, after, limit)}`.execute(db)
  return rows.map((row) => row.size)
}

function following(
  { name, key }: MovedTable,
  after: readonly Value[] | null,
  limit: number,
): RawBuilder<unknown> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const conditions = after === null ? [] : [sql`(${columns}) > (${sql.join(after)})`]
  return sql`from ${sql.table(name)} ${where(conditions)} order by ${columns} limit ${sql.lit(limit)}`
}
