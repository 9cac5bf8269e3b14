import { setTimeout as delay } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { isUnavailable } from '../../domain/errors.ts'
import { type Session, sessionOn, statement } from './hot/session.ts'
import { faultToError, isOvertaken } from './postgres-fault.ts'
import type { ReconnectingPool } from './reconnecting-pool.ts'

/** Transactions that give way to others are tried again so many times. */
const MAX_TRIES = 5

/** Shares the lock that a change of the rules has alone: what is decided by the rules holds until the transaction has ended. */
const SHARE_RULES = `select pg_advisory_xact_lock_shared(hashtextextended('rules', 0))`

/** Of the server's history: a standby that was promoted begins a new one, in which a number can stand for another transaction. */
const TIMELINE = 'left(pg_walfile_name(pg_current_wal_lsn()), 8)'
/** The number by which the server can be asked what became of a transaction, and the history in which it holds. */
const SELECT_NUMBER = statement(`select pg_current_xact_id()::text || ' ' || ${TIMELINE} as number`)
/** Null in another history: that the transaction is there too, nobody can say. */
const SELECT_STATUS = `select case when ${TIMELINE} = split_part($1, ' ', 2)
  then pg_xact_status(split_part($1, ' ', 1)::xid8) end as status`
const ASK_AGAIN_MS = 500

/**
 * Runs a transaction, all or nothing.
 *
 * @throws BellbuoyError `UNAVAILABLE` when the database cannot be reached or cannot write now
 */
export async function inTransaction<Result>(
  pool: ReconnectingPool,
  run: (session: Session) => Promise<Result>,
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
  run: (session: Session) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  const { session, end } = sessionOn(client, faultToError)
  let ran: { readonly result: Result; readonly number: string }
  try {
    const [, , [numbered], result] = await Promise.all([
      tell(client, 'begin'),
      tell(client, SHARE_RULES),
      session.ask<{ number: string }>(SELECT_NUMBER),
      run(session),
    ])
    end()
    ran = { result, number: numbered?.number ?? '' }
  } catch (error) {
    end()
    await undo(client)
    throw error
  }
  await commit(pool, client, ran.number)
  return ran.result
}

/**
 * Ends a transaction. Where the connection is lost meanwhile, the server is asked what became of it, until it answers: what was leased in
 * a transaction that nobody knows of would wait for the end of this process.
 */
async function commit(pool: ReconnectingPool, client: PoolClient, number: string): Promise<void> {
  try {
    const done = await tell(client, 'commit')
    client.release()
    // A transaction in which a statement failed is undone instead.
    if (done !== 'COMMIT') throw new Error('PostgreSQL has undone a transaction')
  } catch (error) {
    if (!isUnavailable(error)) throw error
    client.release(true)
    if (!(await isCommitted(pool, number))) throw error
  }
}

async function isCommitted(pool: ReconnectingPool, number: string): Promise<boolean> {
  for (;;) {
    const status = await statusOf(pool, number)
    if (status !== 'in progress') return status === 'committed'
    await delay(ASK_AGAIN_MS)
  }
}

/** `in progress` also while the server cannot be asked, unless the pool is closed. */
async function statusOf(pool: ReconnectingPool, number: string): Promise<string | null> {
  try {
    const client = await pool.connect()
    try {
      const { rows } = await client.query<{ status: string | null }>(SELECT_STATUS, [number])
      return rows[0]?.status ?? null
    } finally {
      client.release()
    }
  } catch {
    return pool.isClosed ? null : 'in progress'
  }
}

/** A connection that cannot undo its transaction is not used again. */
async function undo(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

/** @returns what the server says that it has done */
async function tell(client: PoolClient, statement: string): Promise<string> {
  try {
    return (await client.query(statement)).command
  } catch (error) {
    throw faultToError(error)
  }
}
