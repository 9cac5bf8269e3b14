import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { type RangedTable, restOf } from '../../migrations/ranges/ranged-table.ts'
import { isLockedOut, waitShortly } from '../../migrations/ranges/short-locks.ts'
import type { Writing } from '../../connections.ts'
import type { Schema } from '../../schema.ts'
import { lockInPostgres } from '../postgres-lock.ts'

/**
 * Works on the ranges of tables in a transaction, which has the lock for migrations. Locks are waited for so shortly that nobody notices.
 *
 * @returns false when one could not be had: nothing was done, and a later try may succeed
 */
export async function changeRanges(
  db: Kysely<Schema>,
  change: (transaction: Writing) => Promise<void>,
): Promise<boolean> {
  try {
    await db.transaction().execute(async (transaction) => {
      await waitShortly(transaction)
      await lockInPostgres(transaction, 'migration')
      await change(transaction)
    })
    return true
  } catch (error) {
    if (isLockedOut(error)) return false
    throw error
  }
}

/** Creates a range that follows the last one. Attaching it keeps nobody from the table, unlike creating it there. */
export async function addRange(
  db: QueryExecutorProvider,
  table: RangedTable,
  { from, below }: { readonly from: number; readonly below: number },
): Promise<void> {
  const partition = sql.table(nameFrom(table, from))
  await sql`create table ${partition} (like ${sql.table(table.name)})`.execute(db)
  await attach(db, table, { from, below })
}

/** Has the rows outside of all ranges be one that follows the last one: they stay where they are. */
export async function addRestAsRange(
  db: QueryExecutorProvider,
  table: RangedTable,
  { from, below }: { readonly from: number; readonly below: number },
): Promise<void> {
  const [whole, rest] = [sql.table(table.name), sql.table(restOf(table))]
  await sql`alter table ${whole} detach partition ${rest}`.execute(db)
  await sql`alter table ${rest} rename to ${sql.ref(nameFrom(table, from))}`.execute(db)
  await attach(db, table, { from, below })
  await sql`create table ${rest} partition of ${whole} default`.execute(db)
}

async function attach(
  db: QueryExecutorProvider,
  table: RangedTable,
  { from, below }: { readonly from: number; readonly below: number },
): Promise<void> {
  await sql`alter table ${sql.table(table.name)} attach partition ${sql.table(nameFrom(table, from))}
    for values from (${sql.lit(from)}) to (${sql.lit(below)})`.execute(db)
}

function nameFrom({ name }: RangedTable, from: number): string {
  return `${name}_from_${from}`
}
