import Type from 'typebox'
import type { SessionKeeper } from '../../accounts/session-keeper.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import type { Audit } from '../../domain/store.ts'
import type { Access } from '../access.ts'
import { type Answer, type Call, type Route, route } from '../route.ts'
import { endedCookies, sessionCookies, sessionIdOf } from '../session-cookie.ts'

export interface LoginParts {
  readonly access: Access
  readonly sessions: SessionKeeper
  readonly audit: Audit
  readonly clock: { readonly now: () => number }
  readonly externalUrl: string | null
}

/** Harbor's form: a user's name and password. */
const LoginRequest = Type.Object({ principal: Type.String(), password: Type.String() })
const LOGOUT = { path: '/c/log_out', tag: 'session', needs: 'nothing' } as const

/** Log-in and log-out by cookie, for browsers; programs send Basic with every request. */
export function loginRoutes(parts: LoginParts): readonly Route[] {
  const { access, sessions, externalUrl } = parts
  const isSecure = externalUrl?.startsWith('https:') ?? false
  const login = route({
    ...{ method: 'POST', path: '/c/login', operation: 'Login', tag: 'session', needs: 'nothing' },
    summary: 'Begin a session',
    schema: { body: LoginRequest },
    // Told with the name that was given, also when it is wrong.
    isOnlyQuestion: true,
    answers: { 200: null },
    async handle(call) {
      assertOwnPage(call, externalUrl)
      const { principal, password } = call.body
      const user = await access.logIn(principal, password, call.address)
      await record(parts, call, { operation: 'Login', actor: principal, status: user === null ? 401 : 200 })
      if (user === null) throw new BellbuoyError('UNAUTHORIZED', 'the name or the password is wrong')
      // A session from before the log-in must not live on with more rights.
      await endSession(sessions, call)
      return {
        status: 200,
        headers: { 'set-cookie': sessionCookies(await sessions.begin(user.id), isSecure) },
      }
    },
  })
  const leave = async (call: Call): Promise<Answer> => {
    const name = call.caller?.kind === 'user' ? call.caller.user.name : ''
    await endSession(sessions, call)
    if (name !== '') await record(parts, call, { operation: 'Logout', actor: name, status: 200 })
    return { status: 200, headers: { 'set-cookie': endedCookies() } }
  }
  const common = { ...LOGOUT, schema: {}, isOnlyQuestion: true, answers: { 200: null } } as const
  return [
    login,
    route({ ...common, method: 'POST', operation: 'Logout', summary: 'End the session', handle: leave }),
    route({
      ...common,
      method: 'GET',
      operation: 'LogoutByLink',
      summary: 'End the session, as Harbor’s own link does',
      handle: leave,
    }),
  ]
}

async function endSession(sessions: SessionKeeper, { headers }: Pick<Call, 'headers'>): Promise<void> {
  const id = sessionIdOf(headers['cookie'])
  if (id !== null) await sessions.end(id)
}

type LoginCall = Pick<Call, 'address' | 'requestId'>

async function record(
  { audit, clock }: LoginParts,
  { address, requestId }: LoginCall,
  { operation, actor, status }: { operation: string; actor: string; status: number },
): Promise<void> {
  const resource = operation === 'Login' ? '/c/login' : LOGOUT.path
  // A name may be anything that someone typed; the log keeps what a name could be.
  const entry = { operation, actor: actor.slice(0, 255), resource, status, address, requestId }
  await audit.record({ ...entry, atMs: clock.now(), projectId: 0 })
}

/** A form elsewhere must not log a browser in as someone else. @throws BellbuoyError `FORBIDDEN` */
function assertOwnPage({ headers }: Pick<Call, 'headers'>, externalUrl: string | null): void {
  const origin = headers['origin']
  if (typeof origin !== 'string') return
  const own = [headers['host'], externalUrl === null ? undefined : new URL(externalUrl).host]
  if (URL.canParse(origin) && own.includes(new URL(origin).host)) return
  throw new BellbuoyError(
    'FORBIDDEN',
    `a page of ${origin} may not log in here: set EXTERNAL_URL if it is our own`,
  )
}
