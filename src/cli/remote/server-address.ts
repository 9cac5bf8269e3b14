import { readFileSync } from 'node:fs'
import type { Credentials } from '../../client/exchange.ts'
import { CLIENT_VARIABLES } from '../../config/client-variables.ts'
import { messageOf } from '../../domain/errors.ts'
import { type Context, contextsFile, findContext, readContexts } from './contexts.ts'
import { CommandFault, EXIT } from './exit-codes.ts'
import type { RemoteOptions } from './remote-options.ts'

/** Which server a command calls, and as who. */
export interface ServerAddress {
  readonly url: string
  readonly credentials: Credentials
  readonly caFile: string | null
  readonly insecure: boolean
}

const LOG_IN = 'log in with bellbuoy login URL, or set BELLBUOY_SERVER and BELLBUOY_TOKEN'

/**
 * The options win over the environment, and the environment over the log-in that is kept.
 *
 * @throws CommandFault when there is no server, or no credentials for it
 */
export function serverAddress(
  options: Pick<RemoteOptions, 'server' | 'context' | 'ca' | 'insecure'>,
  environment: NodeJS.ProcessEnv,
): ServerAddress {
  const named = options.server ?? environment[CLIENT_VARIABLES.server]
  const kept = keptLogIn(options.context ?? environment[CLIENT_VARIABLES.context], named, environment)
  const url = serverUrl(named ?? kept?.url)
  // A token goes to no other server than the one that gave it.
  const own = kept !== null && isSame(kept.url, url) ? kept : null
  const credentials = givenCredentials(environment) ?? (own && { token: own.token })
  if (credentials === null) throw new CommandFault(EXIT.forbidden, `there is no token for ${url}: ${LOG_IN}`)
  return { url, credentials, ...trust(options, own) }
}

function trust(
  { ca, insecure }: Pick<RemoteOptions, 'ca' | 'insecure'>,
  own: Context | null,
): Pick<ServerAddress, 'caFile' | 'insecure'> {
  return { caFile: ca ?? own?.caFile ?? null, insecure: insecure ?? own?.insecure ?? false }
}

/** The log-in with this name, else the one at this server, else the current one. */
function keptLogIn(
  name: string | undefined,
  url: string | undefined,
  environment: NodeJS.ProcessEnv,
): Context | null {
  const kept = readContexts(contextsFile(environment))
  if (name !== undefined) return findContext(kept, name)
  const { current, contexts } = kept
  if (url !== undefined) return Object.values(contexts).find((context) => isSame(context.url, url)) ?? null
  return current === null ? null : (contexts[current] ?? null)
}

/** @throws CommandFault when it is none */
export function serverUrl(given: string | undefined): string {
  if (given === undefined || given === '') throw new CommandFault(EXIT.usage, `no server given: ${LOG_IN}`)
  const url = URL.canParse(given) ? new URL(given) : null
  const isFit = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  if (!isFit || url.search !== '' || url.hash !== '')
    throw new CommandFault(
      EXIT.usage,
      `${given} is not the address of a server: use one such as https://buoy.example.com`,
    )
  return url.href.replace(/\/+$/, '')
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((url) =>
    URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : null,
  )
  return first !== null && first === second
}

function givenCredentials(environment: NodeJS.ProcessEnv): Credentials | null {
  const token = secretIn(environment, CLIENT_VARIABLES.token, CLIENT_VARIABLES.tokenFile)
  const password = secretIn(environment, CLIENT_VARIABLES.password, CLIENT_VARIABLES.passwordFile)
  const user = environment[CLIENT_VARIABLES.user] ?? ''
  if (token !== null) return { token }
  if (user === '' && password === null) return null
  if (user === '' || password === null)
    throw new CommandFault(
      EXIT.usage,
      'BELLBUOY_USER and BELLBUOY_PASSWORD belong together: set both or neither',
    )
  return { user, password }
}

/** The value of a variable, or of the file that another one names; null where neither is set. */
function secretIn(environment: NodeJS.ProcessEnv, name: string, fileName: string): string | null {
  const given = environment[name] ?? ''
  const file = environment[fileName] ?? ''
  if (given !== '' && file !== '')
    throw new CommandFault(EXIT.usage, `${name} and ${fileName} are both set: set only one`)
  if (given !== '') return given
  if (file === '') return null
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new CommandFault(EXIT.usage, `${fileName}: ${messageOf(error)}`)
  }
}
