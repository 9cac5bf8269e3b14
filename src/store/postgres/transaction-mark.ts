import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'

/**
 * What a transaction leaves in the database by its commit: the number that it has on its connection. Unlike the server's own number of a
 * transaction, nobody else gets it when the server crashes or a standby takes over before the commit is on its disk.
 */
export interface TransactionMark {
  readonly connection: string
  /** Grows with each transaction of the connection. */
  readonly number: number
}

const last = new WeakMap<PoolClient, TransactionMark>()

/** The mark of the next transaction on a connection. */
export function nextMark(client: PoolClient): TransactionMark {
  const { connection, number } = last.get(client) ?? { connection: randomUUID(), number: 0 }
  const mark = { connection, number: number + 1 }
  last.set(client, mark)
  return mark
}

/** Leaves the mark `$1`, `$2`; part of a `with`. */
export const LEAVE_MARK = `
  marked as (
    insert into transaction_mark (connection, number, marked_at)
    values ($1, $2, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    on conflict (connection) do update set number = excluded.number, marked_at = excluded.marked_at)`

/**
 * The number of the last transaction that the connection `$1` has committed; waits for one that still runs, since it writes the same row. It
 * changes nothing.
 */
export const SELECT_MARK = `
  insert into transaction_mark as mark (connection, number, marked_at) values ($1, 0, 0)
  on conflict (connection) do update set number = mark.number returning number`
