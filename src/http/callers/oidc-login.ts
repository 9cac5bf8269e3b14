import type { LoginAttempt, OidcProvider } from '../../accounts/oidc-provider.ts'
import { createOidcUser, knownOidcUser } from '../../accounts/oidc-users.ts'
import { secretsEqual } from '../../accounts/secret-equality.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import type { OidcIdentity, OidcSettings } from '../../domain/people/oidc.ts'
import { type UserWithPassword, type Users, USER_NAME_RULE } from '../../domain/people/user.ts'
import type { SealedCookies } from './sealed-cookie.ts'

/** Log-in by the OpenID provider, where there is one. */
export interface OidcLogin {
  readonly settings: OidcSettings
  readonly provider: OidcProvider
  readonly cookies: SealedCookies
  /** How browsers reach us. */
  readonly externalUrl: string
}

/** What a browser keeps while it is with the provider. */
export interface LoginUnderWay {
  readonly attempt: LoginAttempt
  /** Where to go after it: a path of ours. */
  readonly returnTo: string
}

/** What a browser keeps of somebody who comes for the first time, until they have chosen a name. */
export interface Newcomer {
  readonly identity: OidcIdentity
  readonly returnTo: string
}

export const LOGIN_COOKIE = 'oidc_login'
export const NEWCOMER_COOKIE = 'oidc_newcomer'
/** Long enough to type a password and look for the phone with the second factor. */
export const LOGIN_LIFE_MS = 10 * 60_000

/** @throws BellbuoyError `PRECONDITION` when there is no provider */
export function assertSetUp(login: OidcLogin | null): OidcLogin {
  if (login !== null) return login
  throw new BellbuoyError('PRECONDITION', 'log-in by OpenID Connect is not set up here: see OIDC_ENDPOINT')
}

/**
 * The log-in that an answer of the provider belongs to. Without the cookie, somebody else may have begun it, to have this
 * browser logged in as them.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function loginOf(
  { cookies, externalUrl }: OidcLogin,
  cookie: string | string[] | undefined,
  state: string | undefined,
): LoginUnderWay {
  const underWay = cookies.read(cookie, LOGIN_COOKIE) as LoginUnderWay | null
  if (underWay !== null && secretsEqual(state ?? '', underWay.attempt.state)) return underWay
  const why = 'this is not the answer to a log-in that this browser began here in the last ten minutes'
  throw new BellbuoyError('BAD_REQUEST', `${why}: begin again, at ${externalUrl}`)
}

/**
 * The user of a person whom the provider let in; null for somebody new who has to choose a name first.
 *
 * @throws BellbuoyError `FORBIDDEN` when the provider gives no name, `CONFLICT` when the name is somebody else's
 */
export async function userOf(
  { settings }: OidcLogin,
  users: Users,
  identity: OidcIdentity,
): Promise<UserWithPassword | null> {
  const known = await knownOidcUser(users, identity)
  if (known !== null || !settings.autoOnboard) return known
  if (identity.name !== null) return createUser(settings, users, identity, identity.name)
  const why = `says nothing in the claim ${settings.userClaim} that can be a name here (${USER_NAME_RULE})`
  throw new BellbuoyError('FORBIDDEN', `${settings.name} ${why}: OIDC_USER_CLAIM can name another claim`)
}

/** @throws BellbuoyError `CONFLICT` when the name is somebody else's */
export async function createUser(
  { name: provider, autoOnboard }: OidcSettings,
  users: Users,
  identity: OidcIdentity,
  name: string,
): Promise<UserWithPassword> {
  try {
    return await createOidcUser(users, identity, name)
  } catch (error) {
    if (!(error instanceof BellbuoyError) || error.code !== 'CONFLICT') throw error
    const how = autoOnboard
      ? 'ask the system admin to remove that user, or to make room'
      : 'choose another name'
    const message = `there is another user ${name} here, whom ${provider} does not know as you: ${how}`
    throw new BellbuoyError('CONFLICT', message, { cause: error })
  }
}

/**
 * Where to go after a log-in: a path of ours, with query and fragment.
 *
 * @throws BellbuoyError `BAD_REQUEST` for anything that could lead elsewhere
 */
export function ownPath(given = '/'): string {
  const own = 'http://own.invalid'
  if (/^\/(?![/\\])/.test(given) && URL.canParse(given, own)) {
    const { origin, pathname, search, hash } = new URL(given, own)
    if (origin === own) return `${pathname}${search}${hash}`
  }
  throw new BellbuoyError('BAD_REQUEST', 'the redirect_url must be a path of this server, such as /projects')
}
