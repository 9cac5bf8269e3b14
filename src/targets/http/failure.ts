import type { Failure } from '../../domain/delivery/attempt.ts'
import { retryAfterMs } from '../../domain/delivery/retry-after.ts'
import { AnswerFault } from '../../net/answer-start.ts'
import { type ConnectionSettings, isForwarded } from '../../net/connection-settings.ts'
import { connectionFault, reasonOf } from '../../net/connection-fault.ts'
import { BlockedAddressError } from '../../net/guarded-lookup.ts'
import { ProxyError } from '../../net/proxied-connect.ts'
import { DeadlineError, type ExchangeResult } from './exchange.ts'

/**
 * Why an exchange failed, or null when the receiver answered 2xx. The status alone decides: a receiver that sends it has
 * made up its mind, even if the body breaks off.
 */
export function failureOf(
  { response, error }: ExchangeResult,
  connection: Pick<ConnectionSettings, 'origin' | 'proxy' | 'timeoutMs'>,
  nowMs: number,
): Failure | null {
  if (response === null) {
    const fault: Fault =
      error === null
        ? { code: 'protocol', text: 'the receiver gave no answer', permanent: false }
        : faultOf(error, connection.timeoutMs)
    return { ...fault, retryAfterMs: null }
  }
  const { status, headers } = response
  if (status >= 200 && status < 300) return null
  const retryAfter = retryAfterMs(headers['retry-after'] ?? null, nowMs)
  return {
    code: 'status',
    text:
      status === 407 && isForwarded(connection)
        ? 'the proxy answered 407: it requires a log-in'
        : statusText(status, headers['location']),
    permanent: false,
    retryAfterMs: retryAfter,
  }
}

/** Why the body of an answer is not complete, or null when it is. */
export function breakOff({ response, error }: ExchangeResult, timeoutMs: number): string | null {
  if (response === null || error === null) return null
  return error instanceof DeadlineError
    ? `the answer did not end within ${timeoutMs} ms`
    : `the answer broke off: ${reasonOf(error)}`
}

/** The statuses that redirect (RFC 9110, section 15.4); 300 redirects only with a `Location`, and 304 never. */
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

function statusText(status: number, location: string | string[] | undefined): string {
  const hasLocation = typeof location === 'string'
  if (!REDIRECTS.includes(status) && !(status === 300 && hasLocation))
    return `the receiver answered ${status}`
  const where = hasLocation ? ` to ${location}` : ''
  return `the receiver answered ${status}, a redirect${where}; redirects are not followed`
}

type Fault = Pick<Failure, 'code' | 'text' | 'permanent'>

function faultOf(error: Error, timeoutMs: number): Fault {
  if (error instanceof BlockedAddressError)
    return { code: 'blocked_address', text: error.message, permanent: true }
  if (error instanceof DeadlineError)
    return { code: 'timeout', text: `no ${error.awaited} within ${timeoutMs} ms`, permanent: false }
  if (error instanceof AnswerFault || error.name === 'HTTPParserError')
    return { code: 'protocol', text: `${NO_HTTP}: ${error.message}`, permanent: false }
  if (error instanceof ProxyError) return { code: 'connect', text: error.message, permanent: false }
  if (OF_HTTP.test(codeOf(error)))
    return { code: 'protocol', text: `${NO_HTTP}: ${reasonOf(error)}`, permanent: false }
  const fault = connectionFault(error)
  return {
    code: 'closed',
    text: `the connection broke before the answer: ${reasonOf(error)}`,
    ...fault,
    permanent: false,
  }
}

const NO_HTTP = 'the receiver does not speak HTTP as it should'
/** How undici and Node name an answer that breaks the protocol. */
const OF_HTTP = /^(UND_ERR_RES|UND_ERR_HEADERS_OVERFLOW|ERR_HTTP2_)/

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
