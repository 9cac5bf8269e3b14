import { setTimeout as delay } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { isUnavailable } from '../../domain/errors.ts'
import type { Session } from './hot/session.ts'
import { isOvertaken } from './postgres-fault.ts'
import type { ReconnectingPool } from './reconnecting-pool.ts'
import { Transaction } from './transaction.ts'
import { SELECT_MARK, type TransactionMark } from './transaction-mark.ts'

/** Transactions that give way to others are tried again so many times. */
const MAX_TRIES = 5

const ASK_AGAIN_MS = 500

/**
 * Runs a transaction, all or nothing.
 *
 * @throws BellbuoyError `UNAVAILABLE` when the database cannot be reached or cannot write now
 */
export async function inTransaction<Result>(
  pool: ReconnectingPool,
  run: (session: Session) => Promise<Result> | Result,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(pool, run)
    } catch (error) {
      if (tries === MAX_TRIES || !isOvertaken(error)) throw error
    }
  }
}

async function once<Result>(
  pool: ReconnectingPool,
  run: (session: Session) => Promise<Result> | Result,
): Promise<Result> {
  const client = await pool.connect()
  const transaction = new Transaction(pool, client)
  let result: Result
  try {
    result = await run(transaction.session)
    if (!transaction.isFinished) await transaction.answered()
  } catch (error) {
    await undo(client, transaction)
    throw error
  }
  await commit(pool, client, transaction)
  return result
}

/**
 * Ends a transaction. Where the connection is lost meanwhile, the server is asked what became of it, until it answers: what was leased in
 * a transaction that nobody knows of would wait for the end of this process.
 */
async function commit(pool: ReconnectingPool, client: PoolClient, transaction: Transaction): Promise<void> {
  let done: string
  try {
    done = await transaction.finish()
  } catch (error) {
    client.release(true)
    const { mark } = transaction
    if (isUnavailable(error) && mark !== null && (await isCommitted(pool, mark))) return
    throw error
  }
  client.release()
  if (done === 'COMMIT') return
  await transaction.answered()
  throw new Error('PostgreSQL has undone a transaction')
}

async function isCommitted(
  pool: ReconnectingPool,
  { connection, number }: TransactionMark,
): Promise<boolean> {
  for (;;) {
    const last = await lastNumber(pool, connection)
    if (last !== 'unknown') return last === number
    await delay(ASK_AGAIN_MS)
  }
}

/** Of the last transaction that a connection has committed; `unknown` while the server cannot be asked, null once the pool is closed. */
async function lastNumber(pool: ReconnectingPool, connection: string): Promise<number | 'unknown' | null> {
  try {
    const client = await pool.connect()
    try {
      const { rows } = await client.query<{ number: number }>(SELECT_MARK, [connection])
      return rows[0]?.number ?? null
    } finally {
      client.release()
    }
  } catch {
    return pool.isClosed ? null : 'unknown'
  }
}

/** A connection that cannot undo its transaction is not used again. */
async function undo(client: PoolClient, transaction: Transaction): Promise<void> {
  try {
    await transaction.undo()
    client.release()
  } catch {
    client.release(true)
  }
}
