import Type from 'typebox'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { createChatTarget } from './chat-target.ts'
import { basicAuthorization } from '../http/basic-authorization.ts'
import { secretOption } from '../options/secret.ts'
import { bearerAuthorization, tokenFault } from '../options/token.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest, Writing } from '../http/writing.ts'

/** server/server.go, `topicRegex`. */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/

/**
 * ntfy: a message as JSON at the root of the server, by a token, by user and password, or by nothing (docs.ntfy.sh/publish). A server takes
 * 60 requests at once and then one in five seconds of each visitor; here a target keeps to a third of them, as others may share them.
 */
export function createNtfyTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'ntfy',
      name: 'ntfy',
      ownFormat: 'Ntfy',
      rateLimit: { perSecond: 1 / 5, burst: 20 },
      options: {
        topic: Type.String({
          title: 'Topic',
          description: '1 to 64 letters, digits, hyphens and underscores',
          maxLength: 64,
        }),
        access_token: secretOption('for a protected topic: tk_…; or a user name and password', {
          title: 'Access token',
          maxLength: 1024,
        }),
        username: Type.Optional(Type.String({ title: 'User name', maxLength: 256 })),
        password: secretOption('of the user', { title: 'Password', maxLength: 1024 }),
      },
      addressFault,
      optionsFault,
      write,
    },
    parts,
  )
}

/** A message that goes to the path of a topic arrives as the text of its JSON, and ntfy is never hosted below a path. */
function addressFault(address: string): string | null {
  const { pathname, search, hash } = httpUrlOf(address)
  return pathname === '/' && search === '' && hash === ''
    ? null
    : 'the address of an ntfy target is that of the server alone, such as https://ntfy.sh: give the topic as the option topic'
}

function optionsFault(options: TargetOptions): string | null {
  const { topic, access_token: token, username, password } = options as NtfyOptions
  if (topic === undefined || topic === '') return 'topic is missing'
  if (!TOPIC.test(topic)) return 'topic has other characters than letters, digits, - and _'
  if (token !== undefined && username !== undefined)
    return 'access_token and username both set the Authorization header: give one of them'
  if (token !== undefined) return tokenFault(options, 'access_token')
  if (username === undefined) return password === undefined ? null : 'username is missing beside password'
  if (username.includes(':')) return 'username holds a colon, which HTTP Basic cannot carry'
  return password === undefined ? 'password is missing' : null
}

interface NtfyOptions {
  readonly topic?: string
  readonly access_token?: string
  readonly username?: string
  readonly password?: string
}

const write: WriteRequest = ({ path, body }, { target: { options } }) => {
  const { topic, ...login } = options as NtfyOptions
  return {
    path,
    body: JSON.stringify({ topic, ...(JSON.parse(body) as object) }),
    ...loggedIn(login),
  }
}

function loggedIn({
  access_token: token,
  username,
  password = '',
}: NtfyOptions): Pick<Writing, 'secretHeaders'> {
  if (token !== undefined) return { secretHeaders: { authorization: bearerAuthorization(token) } }
  return username === undefined
    ? {}
    : { secretHeaders: { authorization: basicAuthorization(username, password) } }
}
