import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import { storable } from '../storable.ts'

/** A statement that the server prepares once for each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** A transaction. Statements are carried out in the order in which they are asked for; no one has to wait for the answers before. */
export interface Session {
  readonly ask: <Row = object>(statement: Statement, ...values: readonly unknown[]) => Promise<readonly Row[]>
  /** As `ask`, for a statement without rows; how many it changed. */
  readonly change: (statement: Statement, ...values: readonly unknown[]) => Promise<number>
}

/** @param text with `$1`, `$2` … for its values */
export function statement(text: string): Statement {
  return { name: createHash('sha1').update(text).digest('hex').slice(0, 16), text }
}

/**
 * A session on a connection that has begun a transaction. After a statement that failed, and after `end`, it takes no other: what is still
 * running would be carried out outside of the transaction.
 */
export function sessionOn(
  client: Pick<PoolClient, 'query'>,
  toError: (fault: unknown) => unknown,
): { readonly session: Session; readonly end: () => void } {
  let isOver = false
  const query = async ({ name, text }: Statement, values: readonly unknown[]) => {
    if (isOver) throw new Error('the transaction is over')
    try {
      return await client.query<object>({ name, text, values: values.map(storable) })
    } catch (error) {
      isOver = true
      throw toError(error)
    }
  }
  return {
    session: {
      ask: async <Row>(asked: Statement, ...values: readonly unknown[]) =>
        (await query(asked, values)).rows as unknown as readonly Row[],
      change: async (asked, ...values) => (await query(asked, values)).rowCount ?? 0,
    },
    end: () => {
      isOver = true
    },
  }
}

/** An escape for what PostgreSQL's text cannot hold: the character NUL, and halves of surrogate pairs. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g

/** Rows for `json_to_recordset`, which makes one parameter of as many as there are. Texts that cannot be stored lose a character. */
export function asRecords(rows: readonly object[]): string {
  const json = JSON.stringify(rows)
  return /\\u(?:0000|d)/.test(json) ? json.replace(UNSTORABLE, '$1\\ufffd') : json
}

/** Bytes in a record: the statement says `decode(x.name, 'hex')`. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

export function hexOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : hex(bytes)
}
