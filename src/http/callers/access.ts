import type { AccessTokenLogin } from '../../accounts/access-tokens/access-token-login.ts'
import { isAccessTokenSecret } from '../../accounts/access-tokens/access-token-secret.ts'
import { basicCredentials, bearerToken } from '../../accounts/credentials.ts'
import type { LoginOrigin } from '../../accounts/login-brake.ts'
import type { PasswordLogin } from '../../accounts/password-login.ts'
import type { RobotLogin } from '../../accounts/robot-login.ts'
import type { SessionKeeper } from '../../accounts/session-keeper.ts'
import { ACCESS_TOKEN_PREFIX, type AccessToken } from '../../domain/people/access-token.ts'
import type { Caller } from '../../domain/people/caller.ts'
import { isAdminByGroup } from '../../domain/people/oidc.ts'
import { ROBOT_PREFIX } from '../../domain/people/robot.ts'
import type { User } from '../../domain/people/user.ts'
import { sessionIdOf } from './session-cookie.ts'

export interface Access extends PasswordLogin {
  /**
   * The caller, or null when nobody known: as in Harbor, wrong credentials make a caller anonymous. Basic and an access token as `Bearer`
   * count before the cookie.
   *
   * @throws BellbuoyError `TOO_MANY_REQUESTS` for who guesses passwords
   */
  identify: (headers: RequestHeaders, origin: LoginOrigin) => Promise<Identity>
}

export interface Identity {
  readonly caller: Caller | null
  /** The session that a cookie named, when it is by that that the caller is known. */
  readonly sessionId: string | null
}

/** Names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface AccessParts {
  readonly passwordLogin: PasswordLogin
  readonly robotLogin: RobotLogin
  readonly accessTokenLogin: AccessTokenLogin
  readonly sessions: Pick<SessionKeeper, 'userOf'>
  /** The group of provider or directory whose members are system admins, or null. */
  readonly adminGroup: string | null
}

/** Finds out who calls. */
export function createAccess(parts: AccessParts): Access {
  const { passwordLogin, robotLogin, accessTokenLogin, sessions, adminGroup } = parts
  const callerOf = (user: User, token: AccessToken | null = null): Caller => ({
    kind: 'user',
    user,
    isAdminByGroup: isAdminByGroup(user, adminGroup),
    token,
  })

  async function byCookie(cookie: string | string[] | undefined): Promise<Identity> {
    const sessionId = sessionIdOf(cookie)
    const user = sessionId === null ? null : await sessions.userOf(sessionId)
    return user === null ? NOBODY : { caller: callerOf(user), sessionId }
  }

  async function byAccessToken(secret: string, name: string | null): Promise<Identity> {
    const found = await accessTokenLogin(secret, name)
    return { caller: found && callerOf(found.user, found.token), sessionId: null }
  }

  return {
    ...passwordLogin,
    async identify({ authorization, cookie }, origin) {
      const header = typeof authorization === 'string' ? authorization : undefined
      const bearer = bearerToken(header)
      if (bearer?.startsWith(ACCESS_TOKEN_PREFIX) === true) return byAccessToken(bearer, null)
      const credentials = basicCredentials(header)
      if (credentials === null) return byCookie(cookie)
      const { name, password } = credentials
      if (name.startsWith(ROBOT_PREFIX)) {
        const robot = await robotLogin(name.slice(ROBOT_PREFIX.length), password, origin)
        return { caller: robot && { kind: 'robot', robot }, sessionId: null }
      }
      if (isAccessTokenSecret(password)) return byAccessToken(password, name)
      const user = await passwordLogin.logIn(name, password, origin)
      return { caller: user && callerOf(user), sessionId: null }
    },
  }
}

/** Who sends no credentials. */
export const NOBODY: Identity = { caller: null, sessionId: null }
