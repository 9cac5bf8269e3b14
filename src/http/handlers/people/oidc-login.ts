import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { OidcIdentity } from '../../../domain/people/oidc.ts'
import type { Store } from '../../../domain/store.ts'
import { failureAnswer } from '../../errors.ts'
import {
  type LoginParts,
  beginSession,
  endSession,
  goesByHttps,
  recordLogin,
} from '../../callers/login-session.ts'
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
} from '../../callers/oidc-login.ts'
import { type AnswerTo, type Call, type Route, answer } from '../../route.ts'
import { forgottenCookie } from '../../callers/sealed-cookie.ts'
import { endedCookies } from '../../callers/session-cookie.ts'

export interface OidcLoginParts extends LoginParts {
  readonly store: Pick<Store, 'audit' | 'users'>
  /** Null where people log in with passwords only. */
  readonly oidcLogin: OidcLogin | null
}

/** Log-in and log-out by the OpenID provider (authorization code flow with PKCE), on Harbor's paths. */
export function oidcLoginRoutes(parts: OidcLoginParts): readonly Route[] {
  return [beginRoute(parts), callbackRoute(parts), leaveRoute(parts)].flat()
}

function beginRoute({ oidcLogin, config }: OidcLoginParts): readonly Route[] {
  return answer(CALLS.beginOidcLogin, async (call) => {
    const { provider, cookies } = assertSetUp(oidcLogin)
    const returnTo = ownPath(call.query.redirect_url)
    const { url, attempt } = await provider.begin()
    const options = { isSecure: goesByHttps(call, config.externalUrl), lifeMs: LOGIN_LIFE_MS }
    const underWay: LoginUnderWay = { attempt, returnTo }
    return redirect(url, [cookies.keep(LOGIN_COOKIE, underWay, options)])
  })
}

function callbackRoute(parts: OidcLoginParts): readonly Route[] {
  return answer(CALLS.finishOidcLogin, async (call) => {
    const login = assertSetUp(parts.oidcLogin)
    const { attempt, returnTo } = loginOf(login, call.headers['cookie'], call.query.state)
    let identity: OidcIdentity | null = null
    try {
      identity = await login.provider.finish(new URL(call.url, login.externalUrl).search, attempt)
      return await welcome(parts, login, call, { identity, returnTo })
    } catch (error) {
      // Somebody whom the provider itself refused is unknown here; the log has them.
      if (identity !== null && error instanceof BellbuoyError) {
        const { status } = failureAnswer(error, call)
        await recordLogin(parts, call, { operation: 'Login', actor: identity.name ?? '', status })
      }
      throw error
    }
  })
}

/** Begins the session of somebody whom the provider let in, or has them choose a name first. */
async function welcome(
  parts: OidcLoginParts,
  login: OidcLogin,
  call: Pick<Call, 'headers' | 'isSecure' | 'address' | 'requestId' | 'url'>,
  newcomer: Newcomer,
): Promise<Redirect> {
  const done = forgottenCookie(LOGIN_COOKIE)
  const user = await userOf(login, parts.store.users, newcomer.identity)
  if (user === null) {
    const options = { isSecure: goesByHttps(call, parts.config.externalUrl), lifeMs: LOGIN_LIFE_MS }
    // A browser does not keep a long cookie; groups come with the log-in that follows the choice.
    const short: Newcomer = { ...newcomer, identity: { ...newcomer.identity, groups: [] } }
    const kept = login.cookies.keep(NEWCOMER_COOKIE, short, options)
    return redirect(`${login.externalUrl}/c/oidc/onboard`, [done, kept])
  }
  await recordLogin(parts, call, { operation: 'Login', actor: user.name, status: 302 })
  const session = await beginSession(parts, call, user)
  return redirect(`${login.externalUrl}${newcomer.returnTo}`, [done, ...session])
}

function leaveRoute(parts: OidcLoginParts): readonly Route[] {
  return answer(CALLS.logOutOfOidc, async (call) => {
    const { provider, externalUrl } = assertSetUp(parts.oidcLogin)
    const name = call.caller?.kind === 'user' ? call.caller.user.name : ''
    await endSession(parts.sessions, call)
    if (name !== '') await recordLogin(parts, call, { operation: 'Logout', actor: name, status: 302 })
    // Our own session has ended, whether the provider answers or not.
    const url = await provider.logOutUrl().catch(() => null)
    return redirect(url ?? `${externalUrl}/`, endedCookies())
  })
}

type Redirect = AnswerTo<typeof CALLS.finishOidcLogin>

export function redirect(location: string, cookies: readonly string[]): Redirect {
  return { status: 302, headers: { location, 'set-cookie': cookies } }
}
