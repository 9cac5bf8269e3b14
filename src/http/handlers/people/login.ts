import Type from 'typebox'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Access } from '../../access.ts'
import { type LoginParts, beginSession, endSession, recordLogin } from '../../login-session.ts'
import { type Answer, type Call, type Route, route } from '../../route.ts'
import { endedCookies } from '../../session-cookie.ts'

/** Harbor's form: a user's name and password. */
const LoginRequest = Type.Object({ principal: Type.String(), password: Type.String() })
const LOGOUT = { path: '/c/log_out', tag: 'session', needs: 'nothing' } as const

/** Log-in and log-out by cookie, for browsers; programs send Basic with every request. */
export function loginRoutes(parts: LoginParts & { readonly access: Access }): readonly Route[] {
  const { access, sessions, externalUrl } = parts
  const login = route({
    method: 'POST',
    path: '/c/login',
    operation: 'Login',
    tag: 'session',
    needs: 'nothing',
    summary: 'Begin a session',
    schema: { body: LoginRequest },
    // Told with the name that was given, also when it is wrong.
    isOnlyQuestion: true,
    answers: { 200: null },
    async handle(call) {
      assertOwnPage(call, externalUrl)
      const { principal, password } = call.body
      const user = await access.logIn(principal, password, call.address)
      await recordLogin(parts, call, {
        operation: 'Login',
        actor: principal,
        status: user === null ? 401 : 200,
      })
      if (user === null) throw new BellbuoyError('UNAUTHORIZED', 'the name or the password is wrong')
      return { status: 200, headers: { 'set-cookie': await beginSession(parts, call, user) } }
    },
  })
  const leave = async (call: Call): Promise<Answer> => {
    const name = call.caller?.kind === 'user' ? call.caller.user.name : ''
    await endSession(sessions, call)
    if (name !== '') await recordLogin(parts, call, { operation: 'Logout', actor: name, status: 200 })
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

/** A form elsewhere must not log a browser in as someone else. @throws BellbuoyError `FORBIDDEN` */
export function assertOwnPage(
  { headers, host }: Pick<Call, 'headers' | 'host'>,
  externalUrl: string | null,
): void {
  const origin = headers['origin']
  if (typeof origin !== 'string') return
  const own = [host, externalUrl === null ? undefined : new URL(externalUrl).host]
  if (URL.canParse(origin) && own.includes(new URL(origin).host)) return
  throw new BellbuoyError(
    'FORBIDDEN',
    `a page of ${origin} may not log in here: set EXTERNAL_URL if it is our own`,
  )
}
