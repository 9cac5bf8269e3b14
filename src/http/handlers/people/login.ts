import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Access } from '../../callers/access.ts'
import { type LoginParts, beginSession, endSession, recordLogin } from '../../callers/login-session.ts'
import { type Call, type Route, answer } from '../../route.ts'
import { endedCookies } from '../../callers/session-cookie.ts'

/** Log-in and log-out by cookie, for browsers; programs send Basic with every request. */
export function loginRoutes(parts: LoginParts & { readonly access: Access }): readonly Route[] {
  const { access, sessions, config } = parts
  const leave = async (call: LeavingCall) => {
    const name = call.caller?.kind === 'user' ? call.caller.user.name : ''
    await endSession(sessions, call)
    if (name !== '') await recordLogin(parts, call, { operation: 'Logout', actor: name, status: 200 })
    return { status: 200, headers: { 'set-cookie': endedCookies() } } as const
  }
  return [
    answer(CALLS.logIn, async (call) => {
      assertOwnPage(call, config.externalUrl)
      const { principal, password } = call.body
      const user = await access.logIn(principal, password, call)
      await recordLogin(parts, call, {
        operation: 'Login',
        actor: principal,
        status: user === null ? 401 : 200,
      })
      if (user === null) throw new BellbuoyError('UNAUTHORIZED', 'the name or the password is wrong')
      return { status: 200, headers: { 'set-cookie': await beginSession(parts, call, user) } }
    }),
    answer(CALLS.logOut, leave),
    answer(CALLS.logOutByLink, leave),
  ].flat()
}

type LeavingCall = Call<typeof CALLS.logOut>

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
