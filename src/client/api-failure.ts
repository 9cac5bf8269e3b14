import type { ErrorResponse } from '../contract/error.ts'

/** A call that did not succeed. */
export class ApiFailure extends Error {
  /** Of the answer; 0: there was none. */
  readonly status: number
  /** Of the server's catalogue of errors; empty where the answer was not one of Bellbuoy's. */
  readonly code: string
  /** Seconds after which the server wants to be asked again; null where it did not say. */
  readonly retryAfterSeconds: number | null
  /** Of the answer, parsed; undefined where it was no JSON. */
  readonly body: unknown
  /** Whether the server may have done what was asked although no answer came. */
  readonly mayBeDone: boolean

  constructor(status: number, message: string, details: FailureDetails = {}) {
    const { code = '', retryAfterSeconds = null, body, mayBeDone = false, cause } = details
    super(message, { cause })
    this.name = 'ApiFailure'
    this.status = status
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
    this.body = body
    this.mayBeDone = mayBeDone
  }

  /** The same failure, whose message also says what to do about it. */
  withAdvice(advice: string): ApiFailure {
    return new ApiFailure(this.status, `${this.message}: ${advice}`, this)
  }
}

interface FailureDetails {
  readonly code?: string
  readonly retryAfterSeconds?: number | null
  readonly body?: unknown
  readonly mayBeDone?: boolean
  readonly cause?: unknown
}

/** The failure that an answer of 300 or above stands for. @param text its body */
export function failureOf({ status, statusText, headers }: Response, text: string): ApiFailure {
  const body = parsed(text)
  const errors = (body as Partial<ErrorResponse> | null | undefined)?.errors
  const said = Array.isArray(errors) ? errors.map(({ message }) => message).join('; ') : ''
  const after = headers.get('retry-after') ?? ''
  return new ApiFailure(status, said === '' ? `${String(status)} ${statusText}`.trim() : said, {
    code: errors?.[0]?.code ?? '',
    retryAfterSeconds: /^\d{1,9}$/.test(after) ? Number(after) : null,
    body,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a change was refused because someone else has changed the same thing. */
export function isOutdated(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'CHANGED'
}
