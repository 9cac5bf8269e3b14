import type { ErrorResponse } from '../contract/error.ts'

/** A call that did not succeed. */
export class ApiFailure extends Error {
  /** Of the answer; 0: there was none. */
  readonly status: number
  /** Of the server's catalogue of errors; empty where the answer was not one of Bellbuoy's. */
  readonly code: string
  /** Seconds after which the server wants to be asked again; null where it did not say. */
  readonly retryAfterSeconds: number | null

  constructor(
    status: number,
    message: string,
    {
      code = '',
      retryAfterSeconds = null,
      cause,
    }: { readonly code?: string; readonly retryAfterSeconds?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'ApiFailure'
    this.status = status
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The failure that an answer of 300 or above stands for. @param text its body */
export function failureOf({ status, statusText, headers }: Response, text: string): ApiFailure {
  const errors = errorsIn(text)
  const after = headers.get('retry-after') ?? ''
  return new ApiFailure(
    status,
    errors === undefined
      ? `${String(status)} ${statusText}`.trim()
      : errors.map(({ message }) => message).join('; '),
    {
      code: errors?.[0]?.code ?? '',
      retryAfterSeconds: /^\d{1,9}$/.test(after) ? Number(after) : null,
    },
  )
}

function errorsIn(text: string): ErrorResponse['errors'] | undefined {
  try {
    return (JSON.parse(text) as Partial<ErrorResponse> | null)?.errors
  } catch {
    return undefined
  }
}

/** Whether a change was refused because someone else has changed the same thing. */
export function isOutdated(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'CHANGED'
}
