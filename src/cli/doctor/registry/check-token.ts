import { ApiFailure } from '../../../client/api-failure.ts'
import type { Credentials } from '../../../client/exchange.ts'
import type { ApiCall } from '../../../contract/api-call.ts'
import * as CALLS from '../../../contract/calls.ts'
import { openClient } from '../../remote/open-client.ts'
import type { ServerAddress } from '../../remote/server-address.ts'
import { type Finding, bad, ok } from '../finding.ts'
import type { Endpoint } from './endpoint.ts'

export interface TokenCheck {
  readonly about: string
  readonly server: ServerAddress
  /** Of the source. */
  readonly name: string
  readonly signal: AbortSignal
}

/**
 * Shows the server the credentials of the configuration with a notification without events, by the address that this machine knows the server
 * by: the registry's may be reachable for the registry alone. A source of zot refuses such a notification, and counts it as kept out.
 */
export async function checkToken(
  { authorization, tokenLine, line }: Pick<Endpoint, 'authorization' | 'tokenLine' | 'line'>,
  { about, server, name, signal }: TokenCheck,
): Promise<Finding> {
  const fix = `Write ${tokenLine} with the token of the source; bellbuoy source rotate ${name} creates a new one.`
  const credentials = authorization === null ? null : credentialsIn(authorization)
  if (credentials === null) return bad(about, `line ${line}: the endpoint sends no token`, fix)
  await using opened = await openClient({ ...server, credentials }, signal)
  const call: ApiCall = CALLS.notifyAsSource
  try {
    await opened.client.call(call, { params: { source: name }, body: { events: [] } })
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.status === 0) throw error
    if (error.status === 401)
      return bad(about, `line ${line}: its token does not belong to the source ${name}`, fix)
  }
  return ok(about, `its token belongs to the source ${name}`)
}

/** Null for a header that the server cannot take for a token. */
function credentialsIn(authorization: string): Credentials | null {
  const { scheme, rest = '' } = /^(?<scheme>\w+) +(?<rest>\S+)$/.exec(authorization)?.groups ?? {}
  if (scheme?.toLowerCase() === 'bearer') return { token: rest }
  if (scheme?.toLowerCase() !== 'basic') return null
  const [user = '', ...password] = Buffer.from(rest, 'base64').toString().split(':')
  return { user, password: password.join(':') }
}
