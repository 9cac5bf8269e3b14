import { basicCredentials } from '../../accounts/credentials.ts'
import type { LoginOrigin } from '../../accounts/login-brake.ts'
import type { PasswordLogin } from '../../accounts/password-login.ts'
import type { RobotLogin } from '../../accounts/robot-login.ts'
import type { SessionKeeper } from '../../accounts/session-keeper.ts'
import type { Caller } from '../../domain/people/caller.ts'
import { isAdminByGroup } from '../../domain/people/oidc.ts'
import { ROBOT_PREFIX } from '../../domain/people/robot.ts'
import type { User } from '../../domain/people/user.ts'
import { sessionIdOf } from './session-cookie.ts'

export interface Access extends PasswordLogin {
  /**
   * The caller, or null when nobody known: as in Harbor, wrong credentials make a caller anonymous. Basic counts before the
   * cookie.
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
  readonly sessions: Pick<SessionKeeper, 'userOf'>
  /** The group of provider or directory whose members are system admins, or null. */
  readonly adminGroup: string | null
}

/** Finds out who calls. */
export function createAccess({ passwordLogin, robotLogin, sessions, adminGroup }: AccessParts): Access {
  const callerOf = (user: User): Caller => ({
    kind: 'user',
    user,
    isAdminByGroup: isAdminByGroup(user, adminGroup),
  })

  async function byCookie(cookie: string | string[] | undefined): Promise<Identity> {
    const sessionId = sessionIdOf(cookie)
    const user = sessionId === null ? null : await sessions.userOf(sessionId)
    return user === null ? NOBODY : { caller: callerOf(user), sessionId }
  }

  return {
    ...passwordLogin,
    async identify({ authorization, cookie }, origin) {
      const credentials = basicCredentials(typeof authorization === 'string' ? authorization : undefined)
      if (credentials === null) return byCookie(cookie)
      const { name, password } = credentials
      if (name.startsWith(ROBOT_PREFIX)) {
        const robot = await robotLogin(name.slice(ROBOT_PREFIX.length), password, origin)
        return { caller: robot && { kind: 'robot', robot }, sessionId: null }
      }
      const user = await passwordLogin.logIn(name, password, origin)
      return { caller: user && callerOf(user), sessionId: null }
    },
  }
}

/** Who sends no credentials. */
export const NOBODY: Identity = { caller: null, sessionId: null }
