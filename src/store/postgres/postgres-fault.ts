import { DatabaseError } from 'pg'
import { BellbuoyError, storeUnavailable } from '../../domain/errors.ts'

/** Codes of PostgreSQL (its Appendix A). */
const UNIQUE_VIOLATION = '23505'
const DEADLOCK = '40P01'
const SERIALIZATION_FAILURE = '40001'
const LOCK_NOT_AVAILABLE = '55P03'

/** Classes of codes whose cause can pass without a change of ours: connection, rollback, resources, limits, operator, system. */
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58'])
const READ_ONLY_TRANSACTION = '25006'
const IDLE_IN_TRANSACTION = '25P03'

export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === UNIQUE_VIOLATION
}

/** True for a transaction that another one overtook, or that gave way to it: the same again succeeds, and sees what the other stored. */
export function isOvertaken(error: unknown): boolean {
  const code = codeOf(error instanceof BellbuoyError ? error.cause : error)
  return code === DEADLOCK || code === SERIALIZATION_FAILURE || code === UNIQUE_VIOLATION
}

/** True for a migration that waited too long for a table, or gave way to another transaction. */
export function hasGivenWay(error: unknown): boolean {
  const code = codeOf(error instanceof BellbuoyError ? error.cause : error)
  return code === LOCK_NOT_AVAILABLE || code === DEADLOCK
}

/** The error that a failed connection or statement becomes for callers: `UNAVAILABLE` where trying again can succeed. */
export function faultToError(error: unknown): unknown {
  if (error instanceof BellbuoyError) return error
  const code = codeOf(error)
  // What PostgreSQL did not say itself is a fault of the connection.
  if (code === null) return error instanceof RangeError ? error : storeUnavailable(error)
  const isPassing =
    PASSING_CLASSES.has(code.slice(0, 2)) || code === READ_ONLY_TRANSACTION || code === IDLE_IN_TRANSACTION
  return isPassing ? storeUnavailable(error) : error
}

function codeOf(error: unknown): string | null {
  return error instanceof DatabaseError ? (error.code ?? '') : null
}
