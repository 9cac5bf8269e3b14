import * as openid from 'openid-client'
import { BellbuoyError } from '../domain/errors.ts'
import type { OidcSettings } from '../domain/people/oidc.ts'

/** Faults of a provider that is there, but not well. */
const UNWELL = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]
/** Faults that the settings of ours, or those of the provider, are to blame for. */
const MISFIT = [
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
]

/** Why a log-in by a provider came to nothing, in words for who tries to log in. What is ours to mend is in the cause. */
export function loginFault(
  error: unknown,
  { name, endpoint }: Pick<OidcSettings, 'name' | 'endpoint'>,
): BellbuoyError {
  const unavailable = (why: string): BellbuoyError =>
    new BellbuoyError('UNAVAILABLE', `${name} ${why}`, { cause: error, retryAfterSeconds: 30 })
  if (error instanceof BellbuoyError) return error
  if (error instanceof openid.AuthorizationResponseError) return refusal(error, name)
  if (isUnknownClient(error))
    return unavailable('does not know us: OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is wrong')
  if (hasError(error, 'invalid_grant'))
    return new BellbuoyError('BAD_REQUEST', 'this log-in was used before or has run out: begin again', {
      cause: error,
    })
  if (error instanceof openid.ResponseBodyError)
    return unavailable(`refused to end the log-in: ${error.error}`)
  const code = error instanceof openid.ClientError ? (error.code ?? '') : ''
  if (error instanceof TypeError || UNWELL.includes(code))
    return unavailable(`does not answer as it should at ${endpoint}: try again later`)
  if (MISFIT.includes(code))
    return unavailable(`at ${endpoint} is not the provider that OIDC_ENDPOINT names: the log says more`)
  const message = `what ${name} says of you does not hold, so nobody was logged in: the log says more`
  return new BellbuoyError('FORBIDDEN', message, { cause: error })
}

/** Whether the provider did not take our client id and secret, or not in the way that they were shown. */
export function isUnknownClient(error: unknown): boolean {
  return error instanceof openid.WWWAuthenticateChallengeError || hasError(error, 'invalid_client')
}

/** The provider sent the browser back with an error (OAuth 2.0, section 4.1.2.1). */
function refusal(error: openid.AuthorizationResponseError, name: string): BellbuoyError {
  const isPassing = ['temporarily_unavailable', 'server_error'].includes(error.error)
  const why = error.error_description ? `${error.error} (${error.error_description})` : error.error
  const message = `${name} let nobody in: ${why}`
  return isPassing
    ? new BellbuoyError('UNAVAILABLE', message, { cause: error, retryAfterSeconds: 30 })
    : new BellbuoyError('FORBIDDEN', message, { cause: error })
}

function hasError(error: unknown, code: string): boolean {
  return error instanceof openid.ResponseBodyError && error.error === code
}

/** A fault with what caused it, for the log; holds no token and no secret. */
export function causesOf(error: unknown): string {
  const causes: string[] = []
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
    causes.push(`${cause.message}${code}`)
  }
  return causes.join(': ')
}
