import Type from 'typebox'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { OidcIdentity } from '../../../domain/people/oidc.ts'
import type { Users } from '../../../domain/people/user.ts'
import { failureAnswer } from '../../errors.ts'
import { type LoginParts, beginSession, endSession, goesByHttps, recordLogin } from '../../login-session.ts'
import {
  type LoginUnderWay,
  type Newcomer,
  type OidcLogin,
  LOGIN_COOKIE,
  LOGIN_LIFE_MS,
  NEWCOMER_COOKIE,
  assertSetUp,
  loginOf,
  ownPath,
  userOf,
} from '../../oidc-login.ts'
import { type Answer, type Call, type Route, route } from '../../route.ts'
import { forgottenCookie } from '../../sealed-cookie.ts'
import { endedCookies } from '../../session-cookie.ts'

export interface OidcLoginParts extends LoginParts {
  readonly users: Users
  /** Null where people log in with passwords only. */
  readonly oidcLogin: OidcLogin | null
}

const COMMON = { method: 'GET', tag: 'session', needs: 'nothing', answers: { 302: null } } as const

/** Log-in and log-out by the OpenID provider (authorization code flow with PKCE), on Harbor's paths. */
export function oidcLoginRoutes(parts: OidcLoginParts): readonly Route[] {
  return [beginRoute(parts), callbackRoute(parts), leaveRoute(parts)]
}

function beginRoute({ oidcLogin, externalUrl }: OidcLoginParts): Route {
  return route({
    ...COMMON,
    path: '/c/oidc/login',
    operation: 'OidcLogin',
    summary: 'Begin a log-in by the OpenID provider',
    schema: {
      querystring: Type.Object({
        // It waits in a cookie, which must not be longer than browsers keep.
        redirect_url: Type.Optional(
          Type.String({ maxLength: 1024, description: 'where to go after it: a path of ours' }),
        ),
      }),
    },
    async handle(call) {
      const { provider, cookies } = assertSetUp(oidcLogin)
      const returnTo = ownPath(call.query.redirect_url)
      const { url, attempt } = await provider.begin()
      const options = { isSecure: goesByHttps(call, externalUrl), lifeMs: LOGIN_LIFE_MS }
      const underWay: LoginUnderWay = { attempt, returnTo }
      return redirect(url, [cookies.keep(LOGIN_COOKIE, underWay, options)])
    },
  })
}

function callbackRoute(parts: OidcLoginParts): Route {
  return route({
    ...COMMON,
    path: '/c/oidc/callback',
    operation: 'OidcCallback',
    summary: 'End a log-in: where the OpenID provider sends the browser back to',
    schema: { querystring: Type.Object({ state: Type.Optional(Type.String()) }) },
    async handle(call) {
      const login = assertSetUp(parts.oidcLogin)
      const { attempt, returnTo } = loginOf(login, call.headers['cookie'], call.query.state)
      let identity: OidcIdentity | null = null
      try {
        identity = await login.provider.finish(new URL(call.url, login.externalUrl).search, attempt)
        return await welcome(parts, login, call, { identity, returnTo })
      } catch (error) {
        // Whom the provider itself did not let in is known to nobody here: the log tells of them.
        if (identity !== null && error instanceof BellbuoyError) {
          const { status } = failureAnswer(error, call)
          await recordLogin(parts, call, { operation: 'Login', actor: identity.name ?? '', status })
        }
        throw error
      }
    },
  })
}

/** Begins the session of somebody whom the provider let in, or has them choose a name first. */
async function welcome(
  parts: OidcLoginParts,
  login: OidcLogin,
  call: Pick<Call, 'headers' | 'isSecure' | 'address' | 'requestId' | 'url'>,
  newcomer: Newcomer,
): Promise<Answer> {
  const done = forgottenCookie(LOGIN_COOKIE)
  const user = await userOf(login, parts.users, newcomer.identity)
  if (user === null) {
    const options = { isSecure: goesByHttps(call, parts.externalUrl), lifeMs: LOGIN_LIFE_MS }
    // A browser does not keep a long cookie; groups come with the log-in that follows the choice.
    const short: Newcomer = { ...newcomer, identity: { ...newcomer.identity, groups: [] } }
    const kept = login.cookies.keep(NEWCOMER_COOKIE, short, options)
    return redirect(`${login.externalUrl}/c/oidc/onboard`, [done, kept])
  }
  await recordLogin(parts, call, { operation: 'Login', actor: user.name, status: 302 })
  const session = await beginSession(parts, call, user)
  return redirect(`${login.externalUrl}${newcomer.returnTo}`, [done, ...session])
}

function leaveRoute(parts: OidcLoginParts): Route {
  return route({
    ...COMMON,
    path: '/c/oidc/logout',
    operation: 'OidcLogout',
    summary: 'End the session, and the one with the OpenID provider where it has a place for that',
    schema: {},
    async handle(call) {
      const { provider, externalUrl } = assertSetUp(parts.oidcLogin)
      const name = call.caller?.kind === 'user' ? call.caller.user.name : ''
      await endSession(parts.sessions, call)
      if (name !== '') await recordLogin(parts, call, { operation: 'Logout', actor: name, status: 302 })
      // Our own session has ended, whether the provider answers or not.
      const url = await provider.logOutUrl().catch(() => null)
      return redirect(url ?? `${externalUrl}/`, endedCookies())
    },
  })
}

export function redirect(location: string, cookies: readonly string[]): Answer {
  return { status: 302, headers: { location, 'set-cookie': [...cookies], 'cache-control': 'no-store' } }
}
