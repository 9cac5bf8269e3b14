import type { ApiFailure } from '../../client/api-failure.ts'
import type { Credentials } from '../../client/exchange.ts'
import { isUntrusted, wasTooSlow } from '../../client/unanswered.ts'

/** What a person at a command line can do about a failed call; null where the server's own words are enough. */
export function adviceFor({
  url,
  credentials,
  isOfSystem,
}: {
  readonly url: string
  readonly credentials: Credentials | undefined
  /** The command has a form for one project, and this is the other. */
  readonly isOfSystem: boolean
}): (failure: ApiFailure) => string | null {
  return (failure) => {
    const { status, code } = failure
    if (status === 0) return aboutConnection(failure)
    if (code === '')
      return 'check the address (--server, BELLBUOY_SERVER), and any proxy in front of the server'
    if (status === 401) return aboutCredentials(url, credentials)
    return status === 403 && isOfSystem
      ? 'only system admins can act on the whole system; add --project NAME to act on one project'
      : null
  }
}

function aboutConnection(failure: ApiFailure): string {
  if (isUntrusted(failure)) return 'add the CA certificate to trust (--ca FILE)'
  if (wasTooSlow(failure)) return 'try again later, and check the log of the server'
  return 'check the address (--server, BELLBUOY_SERVER), and that the server is running'
}

function aboutCredentials(url: string, credentials: Credentials | undefined): string {
  if (credentials === undefined) return `${url} requires a log-in`
  return 'token' in credentials
    ? `${url} refused the token: it is unknown or has expired; log in with bellbuoy login ${url}, or set BELLBUOY_TOKEN`
    : `${url} refused the user name ${JSON.stringify(credentials.user)} or the password`
}
