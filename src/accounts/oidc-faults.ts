import * as openid from 'openid-client'
import { BellbuoyError } from '../domain/errors.ts'
import type { OidcSettings } from '../domain/people/oidc.ts'

/** Errors of a provider that does not work at the moment. */
const OUTAGES = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]
/** Errors caused by our settings or the provider's. */
const MISCONFIGURATIONS = [
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
]

/** Why a log-in by a provider failed, in words for the person who logs in; the cause has the details for the admin. */
export function loginFault(
  error: unknown,
  { name, endpoint }: Pick<OidcSettings, 'name' | 'endpoint'>,
): BellbuoyError {
  const unavailable = (why: string): BellbuoyError =>
    new BellbuoyError('UNAVAILABLE', `${name} ${why}`, { cause: error, retryAfterSeconds: 30 })
  if (error instanceof BellbuoyError) return error
  if (error instanceof openid.AuthorizationResponseError) return refusal(error, name)
  if (isUnknownClient(error))
    return unavailable('does not accept our client: OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is wrong')
  if (hasError(error, 'invalid_grant'))
    return new BellbuoyError('BAD_REQUEST', 'this log-in was used before or has expired: begin again', {
      cause: error,
    })
  if (error instanceof openid.ResponseBodyError)
    return unavailable(`refused to complete the log-in: ${error.error}`)
  const code = error instanceof openid.ClientError ? (error.code ?? '') : ''
  if (error instanceof TypeError || OUTAGES.includes(code))
    return unavailable(`does not answer as it should at ${endpoint}: try again later`)
  if (MISCONFIGURATIONS.includes(code))
    return unavailable(`at ${endpoint} is not the provider that OIDC_ENDPOINT names: the log has the details`)
  const message = `the answer of ${name} is not valid, so you were not logged in: the log has the details`
  return new BellbuoyError('FORBIDDEN', message, { cause: error })
}

/** Whether the provider refused our client id and secret, or the method that they were sent by. */
export function isUnknownClient(error: unknown): boolean {
  return error instanceof openid.WWWAuthenticateChallengeError || hasError(error, 'invalid_client')
}

/** For a browser that the provider sent back with an error (OAuth 2.0, section 4.1.2.1). */
function refusal(error: openid.AuthorizationResponseError, name: string): BellbuoyError {
  const isTemporary = ['temporarily_unavailable', 'server_error'].includes(error.error)
  const why = error.error_description ? `${error.error} (${error.error_description})` : error.error
  const message = `${name} refused the log-in: ${why}`
  return isTemporary
    ? new BellbuoyError('UNAVAILABLE', message, { cause: error, retryAfterSeconds: 30 })
    : new BellbuoyError('FORBIDDEN', message, { cause: error })
}

function hasError(error: unknown, code: string): boolean {
  return error instanceof openid.ResponseBodyError && error.error === code
}

/** An error with its causes, for the log; contains no token and no secret. */
export function causesOf(error: unknown): string {
  const causes: string[] = []
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
    causes.push(`${cause.message}${code}`)
  }
  return causes.join(': ')
}
