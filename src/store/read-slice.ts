import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ListOrder, SearchedSlice } from '../domain/delivery/history.ts'
import { type SqlCondition, given, where } from './conditions.ts'
import { rowsOf } from './rows-of.ts'
import type { Schema } from './schema.ts'

/** Rows that one call scans: a search for what is rare goes on with the next call, and holds up nobody. */
export const MAX_SCANNED = 50_000

/** A table scanned in the order of its key, which is that of time. */
export interface Scan<Key extends string, Cursor> {
  readonly table: 'event' | 'delivery'
  readonly alias: string
  /** The column that it is ordered by; no two rows have the same value there. */
  readonly key: Key
  /** The column with the time of a row. */
  readonly time: 'accepted_at' | 'created_at'
  /** Conditions that an index serves. */
  readonly indexed: readonly SqlCondition[]
  /** Conditions that each scanned row is checked against. */
  readonly filters: readonly SqlCondition[]
  /** Rows that it checks at the most. */
  readonly maxScanned: number
  readonly limit: number
  /** The row that the scan begins after; null: at its first row. */
  readonly after: Cursor | null
  readonly order: ListOrder
}

/**
 * One slice of a scan. With filters it ends after so many scanned rows, and the next slice begins there.
 *
 * @param select the statement, from its conditions and what follows them (order and limit)
 */
export async function readSlice<
  Key extends string,
  Row extends Readonly<Record<Key, Cursor>>,
  Cursor extends Uint8Array | number,
>(
  read: Kysely<Schema>,
  scan: Scan<Key, Cursor>,
  select: (where: RawBuilder<unknown>, inOrder: RawBuilder<unknown>) => RawBuilder<Row>,
): Promise<SearchedSlice<Row, Cursor>> {
  const { alias, key, filters, limit, after, order } = scan
  const id = sql.ref(`${alias}.${key}`)
  const isDown = order === 'newest'
  const beyond = (cursor: Cursor) => (isDown ? sql`${id} < ${cursor}` : sql`${id} > ${cursor}`)
  const upTo = (cursor: Cursor) => (isDown ? sql`${id} >= ${cursor}` : sql`${id} <= ${cursor}`)
  const indexed = [...scan.indexed, ...given(after, beyond)]
  const end = filters.length === 0 ? null : await endOf<Key, Cursor>(read, { ...scan, indexed })
  const conditions = [...indexed, ...filters, ...given(end?.id, upTo)]
  const inOrder = sql`order by ${id} ${isDown ? sql`desc` : sql`asc`} limit ${limit}`
  const items = await rowsOf(read, select(where(conditions), inOrder))
  const last = items.at(-1)
  if (items.length === limit && last !== undefined) return { items, next: last[key], searchedToMs: null }
  return { items, next: end?.id ?? null, searchedToMs: end?.at ?? null }
}

/** The last row that a slice scans, or null when there are not so many. */
async function endOf<Key extends string, Cursor>(
  read: Kysely<Schema>,
  { table, alias, key, time, indexed, order, maxScanned }: Scan<Key, Cursor>,
): Promise<{ readonly id: Cursor; readonly at: number } | null> {
  const id = sql.ref(`${alias}.${key}`)
  const [row] = await rowsOf(
    read,
    sql<{ id: Cursor; at: number }>`select ${id} as id, ${sql.ref(`${alias}.${time}`)} as at
      from ${sql.table(table)} as ${sql.ref(alias)} ${where(indexed)}
      order by ${id} ${order === 'newest' ? sql`desc` : sql`asc`} limit 1 offset ${maxScanned - 1}`,
  )
  return row ?? null
}
