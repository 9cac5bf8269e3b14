import { type Kysely, sql } from 'kysely'
import { idsPerDay } from './ids-per-day.ts'
import { RANGED_TABLES, type RangedTable } from './ranged-table.ts'
import { underShortLocks } from './short-locks.ts'

/** A table that is no larger is looked through within a moment, and needs no limit. */
const SMALL_BYTES = 64 * 1024 * 1024

/** Ids that are left below a limit, at the least, and for so many days as they are given out now. */
const LEAST_ROOM = 1_000_000
const ROOM_DAYS = 30

/**
 * Gives large tables a limit to their ids, in a constraint that names it. Its rows are not looked through yet. Other processes go on
 * meanwhile, and a process of the version before may go on for long, so the limit is far away.
 *
 * @param db a transaction
 */
export async function limitIds(db: Kysely<unknown>): Promise<void> {
  const limits: { readonly table: RangedTable; readonly limit: number }[] = []
  for (const table of RANGED_TABLES)
    if (await isLarge(db, table)) limits.push({ table, limit: await limitOf(db, table) })
  await underShortLocks(db, async () => {
    for (const { table, limit } of limits)
      await sql`alter table ${sql.table(table.name)} add constraint ${sql.ref(`${prefixOf(table)}${limit}`)}
        check (${sql.ref(table.column)} < ${sql.lit(limit)}) not valid`.execute(db)
  })
}

/** The limit that `limitIds` gave a table, and the name of its constraint; null when it gave none. */
export async function givenLimit(
  db: Kysely<unknown>,
  table: RangedTable,
): Promise<{ readonly name: string; readonly limit: number } | null> {
  const { rows } = await sql<{ name: string }>`select conname as name from pg_constraint
    where conrelid = to_regclass(${table.name}) and starts_with(conname::text, ${prefixOf(table)})`.execute(
    db,
  )
  const name = rows[0]?.name
  return name === undefined ? null : { name, limit: Number(name.slice(prefixOf(table).length)) }
}

/** The last id that rows of a table have; 0 when it has none. */
export async function lastIdIn(db: Kysely<unknown>, { name, column }: RangedTable): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(${sql.ref(column)}), 0) as last from ${sql.table(name)}`.execute(db)
  return rows[0]?.last ?? 0
}

function prefixOf({ name }: RangedTable): string {
  return `${name}_below_`
}

async function isLarge(db: Kysely<unknown>, { name }: RangedTable): Promise<boolean> {
  const { rows } = await sql<{
    bytes: number
  }>`select pg_relation_size(to_regclass(${name})) as bytes`.execute(db)
  return (rows[0]?.bytes ?? 0) > SMALL_BYTES
}

async function limitOf(db: Kysely<unknown>, table: RangedTable): Promise<number> {
  const perDay = await idsPerDay(db, table)
  return (await lastIdIn(db, table)) + Math.max(LEAST_ROOM, Math.ceil(perDay * ROOM_DAYS))
}
