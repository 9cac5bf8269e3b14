/** The one catalogue of what can go wrong for a caller. The names are Harbor's (`src/lib/errors`), where it has one. */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'PRECONDITION'
  /** A change that names a version which is no longer stored. */
  | 'CHANGED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNPROCESSABLE_ENTITY'
  | 'TOO_MANY_REQUESTS'
  | 'UNAVAILABLE'

/** A fault that its message explains to the caller. Everything else that is thrown is a fault of ours. */
export class BellbuoyError extends Error {
  readonly code: ErrorCode
  /** Seconds after which trying again makes sense; for `UNAVAILABLE` and `TOO_MANY_REQUESTS`. */
  readonly retryAfterSeconds: number | null

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { retryAfterSeconds?: number } = {}) {
    super(message, options)
    this.name = 'BellbuoyError'
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/** A request that makes no sense as it is; the message says why. */
export function badRequest(message: string): BellbuoyError {
  return new BellbuoyError('BAD_REQUEST', message)
}

/** The store cannot write now (disk full, read-only, busy). What was asked has not been done. */
export function storeUnavailable(cause: unknown): BellbuoyError {
  return new BellbuoyError('UNAVAILABLE', `the store cannot write now: ${messageOf(cause)}; try again`, {
    cause,
    retryAfterSeconds: 5,
  })
}

/** What an error says of itself, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** True when trying the same again later can succeed without anyone changing the request. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof BellbuoyError && error.code === 'UNAVAILABLE'
}
