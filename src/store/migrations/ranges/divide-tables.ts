import { type Kysely, sql } from 'kysely'
import { givenLimit, lastIdIn } from './limit-ids.ts'
import { RANGED_TABLES, type RangedTable, restOf } from './ranged-table.ts'
import { underShortLocks } from './short-locks.ts'

/** Ids that the first range of a small table has room for. */
const SMALL_ROOM = 250_000

/**
 * Has each table be the first range of a new one by its name, without writing its rows anew. They are looked through before, while others
 * write. For the change itself, which takes milliseconds, all others wait: those who decide and deliver before they begin, by the lock of the
 * rules.
 *
 * @param db a transaction
 */
export async function divideTables(db: Kysely<unknown>): Promise<void> {
  for (const table of RANGED_TABLES) {
    const given = await givenLimit(db, table)
    if (given !== null)
      await sql`alter table ${sql.table(table.name)} validate constraint ${sql.ref(given.name)}`.execute(db)
  }
  await underShortLocks(db, async () => {
    await sql`select pg_advisory_xact_lock(hashtextextended('rules', 0))`.execute(db)
    for (const table of RANGED_TABLES) await divide(db, table)
  })
}

async function divide(db: Kysely<unknown>, ranged: RangedTable): Promise<void> {
  const { name, column, primaryKey } = ranged
  const [table, first, key] = [sql.table(name), sql.table(`${name}_first`), sql.ref(column)]
  await sql`lock table ${table} in access exclusive mode`.execute(db)
  const given = await givenLimit(db, ranged)
  const end = given?.limit ?? (await lastIdIn(db, ranged)) + SMALL_ROOM
  const next = ranged.idsOf === name ? await dropIdentity(db, ranged) : null
  await sql`alter table ${table} rename to ${sql.ref(`${name}_first`)}`.execute(db)
  await sql`alter table ${first} rename constraint ${sql.ref(primaryKey.name)} to ${sql.ref(`${name}_first_key`)}`.execute(
    db,
  )
  await sql`create table ${table} (like ${first}, constraint ${sql.ref(primaryKey.name)}
    primary key (${sql.join(primaryKey.columns.map((one) => sql.ref(one)))})) partition by range (${key})`.execute(
    db,
  )
  await sql`alter table ${table} attach partition ${first} for values from (minvalue) to (${sql.lit(end)})`.execute(
    db,
  )
  if (given !== null) await sql`alter table ${first} drop constraint ${sql.ref(given.name)}`.execute(db)
  await sql`create table ${sql.table(restOf(ranged))} partition of ${table} default`.execute(db)
  if (next !== null) await giveIds(db, ranged, next)
}

/** Before version 17 a table with ranges has no identity column. @returns the next id */
async function dropIdentity(db: Kysely<unknown>, { name, column }: RangedTable): Promise<number> {
  const sequence = await sql<{ name: string }>`
    select pg_get_serial_sequence(${name}, ${column}) as name`.execute(db)
  const { rows } = await sql<{ next: number }>`
    select last_value + is_called::int as next from ${sql.raw(sequence.rows[0]?.name ?? '')}`.execute(db)
  await sql`alter table ${sql.table(name)} alter column ${sql.ref(column)} drop identity`.execute(db)
  return rows[0]?.next ?? 1
}

async function giveIds(db: Kysely<unknown>, { name, column }: RangedTable, next: number): Promise<void> {
  const sequence = sql.table(`${name}_${column}_seq`)
  await sql`create sequence ${sequence} start ${sql.lit(next)} owned by ${sql.table(name)}.${sql.ref(column)}`.execute(
    db,
  )
  await sql`alter table ${sql.table(name)} alter column ${sql.ref(column)}
    set default nextval(${sql.lit(`${name}_${column}_seq`)}::regclass)`.execute(db)
}
