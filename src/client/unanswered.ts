import type { ApiCall } from '../contract/api-call.ts'
import { ApiFailure } from './api-failure.ts'

type CalledBy = Pick<ApiCall, 'method' | 'isOnlyQuestion'>

/** The server as sentences name it. @param url empty in a browser */
export function serverAt(url: string): string {
  return url === '' ? 'the server' : `the server at ${url}`
}

/** The failure of a call to which no answer came. */
export function unanswered(url: string, call: CalledBy, cause: unknown): ApiFailure {
  const mayBeDone = call.method !== 'GET' && call.isOnlyQuestion !== true && !wasNeverSent(cause)
  const unknown = mayBeDone ? '; it may have made the change already' : ''
  return new ApiFailure(0, `${serverAt(url)} did not answer: ${reasonOf(cause)}${unknown}`, {
    cause,
    mayBeDone,
  })
}

/** There was no connection that a request could have gone over. */
const UNCONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']
/** The certificate of the server is not one that is trusted (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const CERTIFICATE = /CERT|SIGNATURE|ISSUER|UNABLE_TO_VERIFY/

function wasNeverSent(error: unknown): boolean {
  const code = codeOf(error)
  return UNCONNECTED.includes(code) || CERTIFICATE.test(code)
}

/** Why no answer came, as far as that tells what to do about it. */
export function isUntrusted({ cause }: ApiFailure): boolean {
  return CERTIFICATE.test(codeOf(cause))
}

/** Whether a call was given up since its time was over. */
export function wasTooSlow({ cause }: ApiFailure): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError'
}

function codeOf(error: unknown): string {
  const { code } = causeOf(error) as { readonly code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  return error.cause instanceof Error ? error.cause : error
}

/** A name with several addresses has a reason for each, and none of its own. */
function reasonOf(error: unknown): string {
  const cause = causeOf(error)
  if (cause.name === 'TimeoutError') return 'the request timed out'
  const reasons = cause instanceof AggregateError ? cause.errors.map(reasonOf) : [cause.message]
  return reasons.join(', ')
}
