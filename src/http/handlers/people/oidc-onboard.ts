import * as CALLS from '../../../contract/calls.ts'
import { badRequest } from '../../../domain/errors.ts'
import { USER_NAME_RULE, isUserName } from '../../../domain/people/user.ts'
import { PAGE_HEADERS, escapeHtml, page } from '../../console/html.ts'
import { recordLogin } from '../../callers/login-session.ts'
import {
  type Newcomer,
  type OidcLogin,
  NEWCOMER_COOKIE,
  assertSetUp,
  createUser,
} from '../../callers/oidc-login.ts'
import { type Call, type Route, answer } from '../../route.ts'
import { forgottenCookie } from '../../callers/sealed-cookie.ts'
import { assertOwnPage } from './login.ts'
import { type OidcLoginParts, redirect } from './oidc-login.ts'

/** Where somebody whom the OpenID provider let in for the first time chooses a name, unless they are named by the provider. */
export function oidcOnboardRoutes(parts: OidcLoginParts): readonly Route[] {
  return [
    answer(CALLS.showOnboarding, async (call) => {
      const login = assertSetUp(parts.oidcLogin)
      const { identity } = newcomerOf(login, call)
      return { status: 200, headers: PAGE_HEADERS, body: form(login.settings.name, identity.name ?? '') }
    }),
    answer(CALLS.onboard, async (call) => {
      const { settings, externalUrl, ...login } = assertSetUp(parts.oidcLogin)
      assertOwnPage(call, externalUrl)
      const { identity, returnTo } = newcomerOf({ settings, externalUrl, ...login }, call)
      const name = call.body.username.trim()
      if (!isUserName(name)) throw badRequest(`a name consists of ${USER_NAME_RULE}`)
      await createUser(settings, parts.store.users, identity, name)
      await recordLogin(parts, call, { operation: 'OidcOnboard', actor: name, status: 302 })
      // The provider knows them by now, and sends them back without a question, with their groups.
      const again = `${externalUrl}/c/oidc/login?${new URLSearchParams({ redirect_url: returnTo }).toString()}`
      return redirect(again, [forgottenCookie(NEWCOMER_COOKIE)])
    }),
  ].flat()
}

/** @throws BellbuoyError `BAD_REQUEST` when nobody has come by this browser */
function newcomerOf({ cookies }: OidcLogin, { headers }: Pick<Call, 'headers'>): Newcomer {
  const newcomer = cookies.read(headers['cookie'], NEWCOMER_COOKIE) as Newcomer | null
  if (newcomer !== null) return newcomer
  const why = 'nobody has logged in by this browser in the last ten minutes who has to choose a name'
  throw badRequest(`${why}: begin again`)
}

function form(provider: string, name: string): string {
  return page(
    'Choose your name',
    `<p>${escapeHtml(provider)} let you in. Choose your name here. It cannot be changed later.</p>
<form method="post" action="onboard">
<p><label for="username">Name</label>
<input id="username" name="username" value="${escapeHtml(name)}" required maxlength="255" autocomplete="username" autofocus aria-describedby="rule"></p>
<p><small id="rule">${USER_NAME_RULE}</small></p>
<p><button>Continue</button></p>
</form>`,
  )
}
