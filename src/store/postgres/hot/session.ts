import { createHash } from 'node:crypto'

/** A statement that the server prepares once for each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
  /**
   * Whether it can be one statement with its neighbours: changes that need nothing of what the others change, and change no row that they do;
   * questions whose answers may be from one moment.
   */
  readonly joins?: 'changes' | 'questions'
}

/** A statement and what is bound to it. */
export interface Bound {
  readonly statement: Statement
  readonly values: readonly unknown[]
}

/** A transaction. Statements are carried out in the order in which they are asked for; no one has to wait for the answers before. */
export interface Session {
  /** Questions that are asked in one go, and join, reach the server as one. */
  readonly ask: <Row = object>(statement: Statement, ...values: readonly unknown[]) => Promise<readonly Row[]>
  /** As `ask`, for a statement without rows; how many it changed. */
  readonly change: (statement: Statement, ...values: readonly unknown[]) => Promise<number>
  /**
   * As `change`, for one who needs no answer: nothing of the transaction is stored where the statement fails. Changes that join and follow
   * each other, and one that is asked behind them, reach the server as one.
   */
  readonly tell: (statement: Statement, ...values: readonly unknown[]) => void
  /** Sends the commit behind what was asked so far, without waiting for its answers; nothing can be asked after it. */
  readonly finish: () => void
}

/** @param text with `$1`, `$2` … for its values */
export function statement(text: string): Statement {
  return { name: createHash('sha1').update(text).digest('hex').slice(0, 16), text }
}

/** @param text of an `insert`, `update` or `delete` that joins others; see `Statement` */
export function change(text: string): Statement {
  return { ...statement(text), joins: 'changes' }
}

/** @param text of a `select` that joins others: whole numbers and texts alone, since its rows may come as JSON; see `Statement` */
export function question(text: string): Statement {
  return { ...statement(text), joins: 'questions' }
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
