import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Client } from '../../client/client.ts'
import type { Credentials } from '../../client/exchange.ts'
import { plainText } from '../plain-text.ts'
import { type Context, contextsFile, readContexts, writeContexts } from '../remote/contexts.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { openClient } from '../remote/open-client.ts'
import { endsWell } from '../remote/run-remote.ts'
import { serverUrl } from '../remote/server-address.ts'
import { whole } from '../remote/times.ts'
import { type NewToken, newToken } from './new-token.ts'
import { revoke } from './revoke.ts'
import { tokenByBrowser } from './token-by-browser.ts'
import { passwordOf } from './typed-password.ts'

export interface LogInOptions {
  readonly user?: string
  readonly passwordStdin?: boolean
  readonly name?: string
  readonly days: string
  readonly ca?: string
  readonly insecure?: boolean
}

type Place = Pick<Context, 'url' | 'caFile' | 'insecure'>

/** Makes an access token of a user, keeps it as the current log-in, and revokes the one that the log-in had before. */
export async function logIn(given: string, options: LogInOptions): Promise<void> {
  await endsWell(async (signal, environment) => {
    const place = placeOf(given, options)
    const name = options.name ?? new URL(place.url).host
    const { id, secret, user, expires_at: expiry } = await tokenFor(place, options, signal)
    const file = contextsFile(environment)
    const kept = readContexts(file)
    const before = kept.contexts[name]
    const context: Context = { ...place, user, token: secret, tokenId: id }
    writeContexts(file, { current: name, contexts: { ...kept.contexts, [name]: context } })
    if (before !== undefined) await revoke(before, signal).catch(() => undefined)
    console.log(
      plainText(
        `Logged in to ${place.url} as ${user}${expiry === undefined ? '' : `, until ${whole(expiry)}`}.`,
      ),
    )
  })
}

/** By the password of a user who is named, else by a browser. */
async function tokenFor(place: Place, options: LogInOptions, signal: AbortSignal): Promise<NewToken> {
  const days = daysOf(options.days)
  const { user } = options
  // Several log-ins of a user on a machine have names of their own.
  const name = `bellbuoy on ${hostname()} (${randomBytes(3).toString('hex')})`.slice(-200)
  if (user === undefined) {
    if (options.passwordStdin === true)
      throw new CommandFault(EXIT.usage, '--password-stdin needs --user NAME')
    return withClient(place, undefined, signal, (client) => tokenByBrowser(client, { name, signal }))
  }
  const password = await passwordOf(user, { fromStdin: options.passwordStdin ?? false })
  return withClient(place, { user, password }, signal, (client) => newToken(client, { user, name, days }))
}

function placeOf(given: string, { ca, insecure = false }: LogInOptions): Place {
  return { url: serverUrl(given), ...(ca !== undefined && { caFile: ca }), ...(insecure && { insecure }) }
}

function daysOf(text: string): number {
  const days = Number(text)
  if (/^\d{1,3}$/.test(text) && days >= 1 && days <= 366) return days
  throw new CommandFault(EXIT.usage, `--days must be a number from 1 to 366, not ${JSON.stringify(text)}`)
}

async function withClient<Result>(
  { url, caFile, insecure = false }: Place,
  credentials: Credentials | undefined,
  signal: AbortSignal,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  await using opened = await openClient(
    { url, caFile: caFile ?? null, insecure, ...(credentials && { credentials }) },
    signal,
  )
  return await use(opened.client)
}
