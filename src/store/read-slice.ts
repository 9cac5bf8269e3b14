import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Slice } from '../domain/delivery/history.ts'
import { type SqlCondition, given, where } from './conditions.ts'
import { rowsOf } from './rows-of.ts'
import type { Schema } from './schema.ts'

/** Rows that one call scans: a search for what is rare goes on with the next call, and holds up nobody. */
export const MAX_SCANNED = 50_000

/** A table scanned from its newest row on. */
export interface Scan<Key extends string, Cursor> {
  readonly table: 'event' | 'delivery'
  readonly alias: string
  /** The column that it is ordered by; no two rows have the same value there. */
  readonly key: Key
  /** Conditions that an index serves. */
  readonly indexed: readonly SqlCondition[]
  /** Conditions that each scanned row is checked against. */
  readonly filters: readonly SqlCondition[]
  readonly limit: number
  /** The key that the scan begins below; null: at the newest row. */
  readonly before: Cursor | null
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
  select: (where: RawBuilder<unknown>, newest: RawBuilder<unknown>) => RawBuilder<Row>,
): Promise<Slice<Row, Cursor>> {
  const { alias, key, filters, limit, before } = scan
  const id = sql.ref(`${alias}.${key}`)
  const indexed = [...scan.indexed, ...given(before, (cursor) => sql`${id} < ${cursor}`)]
  const floor = filters.length === 0 ? null : await floorOf<Key, Cursor>(read, { ...scan, indexed })
  const conditions = [...indexed, ...filters, ...given(floor, (lowest) => sql`${id} >= ${lowest}`)]
  const items = await rowsOf(read, select(where(conditions), sql`order by ${id} desc limit ${limit}`))
  const last = items.at(-1)
  return { items, next: items.length === limit && last !== undefined ? last[key] : floor }
}

/** The last row that a slice scans, or null when there are not so many. */
async function floorOf<Key extends string, Cursor>(
  read: Kysely<Schema>,
  { table, alias, key, indexed }: Pick<Scan<Key, Cursor>, 'table' | 'alias' | 'key' | 'indexed'>,
): Promise<Cursor | null> {
  const id = sql.ref(`${alias}.${key}`)
  const [row] = await rowsOf(
    read,
    sql<{ id: Cursor }>`select ${id} as id from ${sql.table(table)} as ${sql.ref(alias)} ${where(indexed)}
      order by ${id} desc limit 1 offset ${MAX_SCANNED - 1}`,
  )
  return row?.id ?? null
}
