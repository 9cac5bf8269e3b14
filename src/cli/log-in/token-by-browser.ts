import { setTimeout as delay } from 'node:timers/promises'
import { ApiFailure } from '../../client/api-failure.ts'
import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { plainText } from '../plain-text.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import type { NewToken } from './new-token.ts'

/**
 * Has a person approve the log-in in a browser, which may run on another machine (RFC 8628).
 *
 * @param name of the token
 * @throws CommandFault when they refuse, or ten minutes are over
 */
export async function tokenByBrowser(
  client: Client,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<NewToken> {
  const begun = await client.ask(CALLS.beginDeviceLogin, { body: { client: name } })
  const { verification_uri_complete: page, user_code: code } = begun
  console.error(plainText(`Open ${page}\nand approve the log-in if the page shows the code ${code}.`))
  let waitMs = begun.interval * 1000
  for (;;) {
    await delay(waitMs, undefined, { signal })
    const claimed = await claim(client, begun.device_code)
    if ('token' in claimed) return claimed.token
    waitMs = Math.max(waitMs, (claimed.interval ?? 0) * 1000)
  }
}

type Claimed = { readonly token: NewToken } | { readonly interval?: number | undefined }

async function claim(client: Client, deviceCode: string): Promise<Claimed> {
  try {
    const answer = await client.ask(CALLS.claimDeviceLogin, { body: { device_code: deviceCode } })
    if (!('secret' in answer)) return {}
    return { token: { ...answer, user: answer.username } }
  } catch (error) {
    const { error: state, interval } = refusalIn(error)
    if (state === 'authorization_pending' || state === 'slow_down') return { interval }
    if (state === 'access_denied')
      throw new CommandFault(EXIT.forbidden, 'the log-in was denied in the browser', { cause: error })
    if (state === 'expired_token')
      throw new CommandFault(EXIT.refused, 'nobody approved the log-in in time: run the command again', {
        cause: error,
      })
    throw error
  }
}

interface Refusal {
  readonly error?: string
  readonly interval?: number
}

function refusalIn(error: unknown): Refusal {
  const body = error instanceof ApiFailure ? error.body : undefined
  return typeof body === 'object' && body !== null ? body : {}
}
