import type { Failure, FailureCode } from '../../domain/delivery/attempt.ts'
import { retryAfterMs } from '../../domain/delivery/retry-after.ts'
import { BlockedAddressError } from '../../net/guarded-lookup.ts'
import { ProxyError } from '../../net/proxied-connect.ts'
import { DeadlineError, type ExchangeResult } from './exchange.ts'

/** Why an exchange failed, or null when the receiver said 2xx to the end. */
export function failureOf(
  { response, error }: ExchangeResult,
  timeoutMs: number,
  nowMs: number,
): Failure | null {
  if (error !== null) return { ...faultOf(error, response?.status ?? null, timeoutMs), retryAfterMs: null }
  if (response === null)
    return { code: 'protocol', text: 'the receiver gave no answer', permanent: false, retryAfterMs: null }
  const { status, headers } = response
  if (status >= 200 && status < 300) return null
  const header = headers['retry-after']
  const retryAfter = retryAfterMs(typeof header === 'string' ? header : null, nowMs)
  return {
    code: 'status',
    text: statusText(status, headers['location']),
    permanent: false,
    retryAfterMs: retryAfter,
  }
}

function statusText(status: number, location: string | string[] | undefined): string {
  if (status === 407) return 'the proxy answered 407: it requires a log-in'
  if (status < 300 || status > 399) return `the receiver answered ${status}`
  const where = typeof location === 'string' ? ` to ${location}` : ''
  return `the receiver answered ${status}, a redirect${where}; redirects are not followed`
}

type Fault = Pick<Failure, 'code' | 'text' | 'permanent'>

function faultOf(error: Error, status: number | null, timeoutMs: number): Fault {
  if (error instanceof BlockedAddressError)
    return { code: 'blocked_address', text: error.message, permanent: true }
  if (error instanceof DeadlineError)
    return { code: 'timeout', text: deadlineText(error, status, timeoutMs), permanent: false }
  if (error instanceof ProxyError) return { code: 'connect', text: error.message, permanent: false }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const [failureCode, what] = FAULTS.find(([, , pattern]) => pattern.test(code)) ?? unknownFault(status)
  return { code: failureCode, text: `${what}: ${reasonOf(error)}`, permanent: false }
}

/** What Node and undici call a fault, by the pattern of its code. */
const FAULTS: readonly (readonly [FailureCode, string, RegExp])[] = [
  ['dns', 'the name of the receiver could not be resolved', /^(ENOTFOUND|EAI_|EBADNAME|ENODATA)/],
  ['timeout', 'no connection in time', /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/],
  [
    'connect',
    'no connection',
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN|EACCES|EPERM|EINVAL)$/,
  ],
  ['tls', 'no trusted connection', /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/],
  [
    'protocol',
    'the receiver does not speak HTTP as it should',
    /^(HPE_|UND_ERR_RES|UND_ERR_HEADERS_OVERFLOW|ERR_HTTP2_)/,
  ],
]

function unknownFault(status: number | null): readonly [FailureCode, string] {
  return status === null
    ? ['closed', 'the connection broke before the answer']
    : ['closed', `the connection broke in the middle of the answer (status ${status})`]
}

function deadlineText({ stage }: DeadlineError, status: number | null, timeoutMs: number): string {
  const limit = `within ${timeoutMs} ms`
  switch (stage) {
    case 'connection':
      return `no connection ${limit}`
    case 'headers':
      return `no answer ${limit}`
    case 'body':
      return `the answer (status ${status}) did not end ${limit}`
  }
}

/** The words of an error, those of its causes when it has none of its own. */
function reasonOf(error: Error): string {
  if (error instanceof AggregateError) return error.errors.map((cause) => reasonOf(cause as Error)).join(', ')
  return error.message
}
