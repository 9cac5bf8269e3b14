import { sql } from 'kysely'
import type { Writing } from '../connections.ts'

/** Takes a lock by name that ends with the transaction; waits for the transaction that has it. */
export async function lockInPostgres(transaction: Writing, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(transaction)
}

/** A migration of a large table takes its time, and others wait for it. */
export async function lockForMigration(transaction: Writing): Promise<void> {
  await sql`set local lock_timeout = 0`.execute(transaction)
  await sql`set local statement_timeout = 0`.execute(transaction)
  await lockInPostgres(transaction, 'migration')
}

/** Waits for a table for a second at the most: as long as it waits, all others that come to the table wait behind it. */
export async function giveWay(transaction: Writing): Promise<void> {
  await sql`set local lock_timeout = '1s'`.execute(transaction)
}
