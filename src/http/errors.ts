import type { ErrorResponse } from '../contract/error.ts'
import { BellbuoyError, type ErrorCode } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import { bodyTooLarge } from './bodies/body-too-large.ts'
import { PAGE_HEADERS, escapeHtml, page } from './console/html.ts'

/** The status that answers each fault. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  PRECONDITION: 412,
  CHANGED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
}

/** Where Harbor 1.10's API is: its errors have another shape. */
export const LEGACY_API = /^\/api\/(?:projects|systeminfo)(?:[/?]|$)/
/** Where people come with a browser: they get a page. */
const LOGIN_PAGES = '/c/oidc/'

export interface Failed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ErrorResponse | string
  readonly message: string
  /** True when the fault is ours and belongs in the log. */
  readonly isOurs: boolean
}

/**
 * The one place that turns an error into an answer. The path decides about its shape: that of 1.10 is
 * `{"code":404,"message":"…"}`, declared as plain text; a log-in by the OpenID provider shows a page to a client that accepts one.
 */
export function failureAnswer(thrown: unknown, { url, headers, routeOptions }: Asked): Failed {
  const failed = failureOf(thrown, routeOptions?.bodyLimit)
  const [{ message }] = failed.body.errors
  if (LEGACY_API.test(url))
    return { ...failed, body: `${JSON.stringify({ code: failed.status, message })}\n` }
  if (url.startsWith(LOGIN_PAGES) && String(headers['accept']).includes('text/html'))
    return { ...failed, headers: { ...failed.headers, ...PAGE_HEADERS }, body: failurePage(message) }
  return failed
}

/** The answer to a request that failed; a fault of ours is logged. */
export function requestFailure(
  error: unknown,
  { id, method, url, headers, routeOptions }: Asked & { readonly id: string; readonly method: string },
  log: Pick<Log, 'requestFailed'>,
): Failed {
  const failed = failureAnswer(error, { url, headers, ...(routeOptions && { routeOptions }) })
  if (failed.isOurs) log.requestFailed({ requestId: id, method, url }, error)
  return { ...failed, headers: { ...failed.headers, ...challenge(failed.status, headers) } }
}

/**
 * Without the challenge curl would not know that Basic is wanted. A page asks for the password in a form of its own; its
 * `EventSource` can say who it is by what it takes alone.
 */
function challenge(status: number, headers: Asked['headers']): Readonly<Record<string, string>> {
  const isPage = headers['x-requested-with'] === 'XMLHttpRequest' || headers['accept'] === 'text/event-stream'
  if (status !== 401 || isPage) return {}
  return { 'www-authenticate': 'Basic realm="bellbuoy"' }
}

interface Asked {
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Of the path, where Fastify takes the body. */
  readonly routeOptions?: { readonly bodyLimit?: number | undefined }
}

function failurePage(message: string): string {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return page(
    'You are not logged in',
    `<p>${escapeHtml(sentence)}</p>\n<p><a href="login">Log in</a> once more, or go <a href="../../">back</a>.</p>`,
  )
}

function failureOf(thrown: unknown, bodyLimit: number | undefined) {
  const error = thrown instanceof BellbuoyError ? thrown : fromFastify(thrown, bodyLimit)
  if (error === null) return answer(500, 'UNKNOWN', 'internal server error', {}, true)
  const headers: Record<string, string> = {}
  if (error.retryAfterSeconds !== null) headers['retry-after'] = String(error.retryAfterSeconds)
  return answer(STATUS[error.code], error.code, error.message, headers, false)
}

function answer(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string>,
  isOurs: boolean,
) {
  const errors: [{ code: string; message: string }] = [{ code, message }]
  return { status, headers, body: { errors }, message, isOurs }
}

/** What Fastify itself refuses, in our catalogue; null for what is no caller's fault. */
function fromFastify(thrown: unknown, bodyLimit = 0): BellbuoyError | null {
  if (!(thrown instanceof Error)) return null
  const code = 'code' in thrown ? thrown.code : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge(bodyLimit)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new BellbuoyError('UNSUPPORTED_MEDIA_TYPE', thrown.message)
  const status = 'statusCode' in thrown ? Number(thrown.statusCode) : 500
  return status >= 400 && status < 500 ? new BellbuoyError('BAD_REQUEST', thrown.message) : null
}
