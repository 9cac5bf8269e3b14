import { setTimeout as delay } from 'node:timers/promises'
import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { BellbuoyError } from '../../../domain/errors.ts'

/** So long others wait for a change of a table, at the most, while it waits for one of them. Shorter than PostgreSQL's look for deadlocks. */
const LONGEST_WAIT = '500ms'
const AGAIN_AFTER_MS = 1000

/** Codes of PostgreSQL (its Appendix A). */
const LOCK_NOT_AVAILABLE = '55P03'
const DEADLOCK = '40P01'

/** From here to the end of the transaction no lock is waited for longer than a moment: then `isLockedOut`. */
export async function waitShortly(transaction: QueryExecutorProvider): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(LONGEST_WAIT)}`.execute(transaction)
}

/** True where a lock could not be had soon. */
export function isLockedOut(error: unknown): boolean {
  const cause = error instanceof BellbuoyError ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return code === LOCK_NOT_AVAILABLE || code === DEADLOCK
}

/**
 * Changes tables that others use. What comes after a change that waits for a lock waits too; so it gives up after half a second, lets
 * that pass, and tries again until it succeeds.
 *
 * @param db a transaction
 */
export async function underShortLocks(db: Kysely<unknown>, change: () => Promise<void>): Promise<void> {
  for (;;) {
    await sql`savepoint short_locks`.execute(db)
    try {
      await waitShortly(db)
      await change()
      return
    } catch (error) {
      if (!isLockedOut(error)) throw error
      await sql`rollback to savepoint short_locks`.execute(db)
    }
    await delay(AGAIN_AFTER_MS)
  }
}
