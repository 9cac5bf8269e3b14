import { storeUnavailable } from '../domain/errors.ts'
import type { ThreadFault } from './thread-fault.ts'

/** A fault that SQLite reported, with its extended result code (`sqlite3.h`). */
export class SqliteError extends Error {
  readonly resultCode: number

  constructor({ message, resultCode }: ThreadFault) {
    super(message)
    this.name = 'SqliteError'
    this.resultCode = resultCode
  }

  /** SQLITE_CONSTRAINT_UNIQUE. */
  get isUniqueViolation(): boolean {
    return this.resultCode === 2067
  }
}

// Primary result codes: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. Each can pass without a change of ours.
const PASSING: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14])

/** The error that a fault becomes for callers. */
export function faultToError(fault: ThreadFault): Error {
  const error = new SqliteError(fault)
  return PASSING.has(fault.resultCode & 0xff) ? storeUnavailable(error) : error
}
