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
      return 'check the address (--server, BELLBUOY_SERVER), and what stands in front of the server'
    if (status === 401) return aboutCredentials(url, credentials)
    return status === 403 && isOfSystem
      ? 'this is about the whole system, and for system admins; --project NAME is about one project'
      : null
  }
}

function aboutConnection(failure: ApiFailure): string {
  if (isUntrusted(failure)) return 'name the certificates that it may be signed by (--ca FILE)'
  if (wasTooSlow(failure)) return 'try again later, and look into the log of the server'
  return 'check the address (--server, BELLBUOY_SERVER), and whether the server runs'
}

function aboutCredentials(url: string, credentials: Credentials | undefined): string {
  if (credentials === undefined) return `${url} asks for a log-in`
  return 'token' in credentials
    ? `${url} does not know the token, or it has ended: log in with bellbuoy login ${url}, or set BELLBUOY_TOKEN`
    : `${url} does not know the user ${JSON.stringify(credentials.user)} with this password`
}
