import { createHmac, randomBytes } from 'node:crypto'
import { basicCredentials } from '../accounts/credentials.ts'
import type { LoginThrottle } from '../accounts/login-throttle.ts'
import { hashPassword, passwordMatches } from '../accounts/password.ts'
import { hashRobotSecret } from '../accounts/robot-secret.ts'
import { secretsEqual } from '../accounts/secret-equality.ts'
import type { SessionKeeper } from '../accounts/session-keeper.ts'
import type { Caller } from '../domain/people/caller.ts'
import { type OidcSettings, isAdminByGroup } from '../domain/people/oidc.ts'
import { type Robots, ROBOT_PREFIX } from '../domain/people/robot.ts'
import type { User, Users } from '../domain/people/user.ts'
import { sessionIdOf } from './session-cookie.ts'

const REMEMBERED_MS = 60_000
const MAX_REMEMBERED = 1000

export interface Access {
  /**
   * The caller, or null when nobody known: as in Harbor, wrong credentials make a caller anonymous. Basic counts before the
   * cookie.
   *
   * @throws BellbuoyError `TOO_MANY_REQUESTS` for who guesses passwords
   */
  identify: (headers: RequestHeaders, address: string) => Promise<Identity>
  /** The user with this name and password. @throws BellbuoyError `TOO_MANY_REQUESTS` */
  logIn: (name: string, password: string, address: string) => Promise<User | null>
}

export interface Identity {
  readonly caller: Caller | null
  /** The session that a cookie named, when it is by that that the caller is known. */
  readonly sessionId: string | null
}

/** Names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface AccessParts {
  readonly users: Users
  readonly robots: Robots
  readonly sessions: Pick<SessionKeeper, 'userOf'>
  readonly throttle: LoginThrottle
  /** The OpenID provider that people log in by, or null. */
  readonly oidc: Pick<OidcSettings, 'adminGroup'> | null
  readonly now: () => number
}

/**
 * Finds out who calls. A password costs scrypt some tens of milliseconds; one that was right is remembered for a minute
 * (as an HMAC under a key of this process), so that a client of many calls pays once.
 */
export function createAccess({ users, robots, sessions, throttle, oidc, now }: AccessParts): Access {
  const key = randomBytes(32)
  const remembered = new Map<string, { hash: string; untilMs: number }>()
  /** Checked when there is no such user, so that the time of an answer does not reveal which names exist. */
  const nobody = hashPassword(randomBytes(16).toString('hex'))

  const logIn: Access['logIn'] = async (name, password, address) => {
    const user = await users.byName(name)
    const hash = user === null || user.passwordHash === '' ? await nobody : user.passwordHash
    const id = createHmac('sha256', key).update(`${name}\0${password}`).digest('base64')
    const known = remembered.get(id)
    if (known?.hash === hash && known.untilMs > now()) return user
    throttle.assertMayTry(name, address)
    if (!(await passwordMatches(password, hash)) || user === null) {
      throttle.failed(name, address)
      return null
    }
    throttle.succeeded(name, address)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(id, { hash, untilMs: now() + REMEMBERED_MS })
    return user
  }

  async function robotOf(name: string, secret: string): Promise<Caller | null> {
    const robot = await robots.byName(name)
    const matches = secretsEqual(hashRobotSecret(secret), robot?.secretHash ?? '')
    if (robot === null || !matches || robot.disabled) return null
    const expired = robot.expiresAtMs !== null && robot.expiresAtMs <= now()
    return expired ? null : { kind: 'robot', robot }
  }

  const callerOf = (user: User): Caller => ({
    kind: 'user',
    user,
    isAdminByGroup: isAdminByGroup(user, oidc?.adminGroup ?? null),
  })

  async function byCookie(cookie: string | string[] | undefined): Promise<Identity> {
    const sessionId = sessionIdOf(cookie)
    const user = sessionId === null ? null : await sessions.userOf(sessionId)
    return user === null ? NOBODY : { caller: callerOf(user), sessionId }
  }

  return {
    logIn,
    async identify({ authorization, cookie }, address) {
      const credentials = basicCredentials(typeof authorization === 'string' ? authorization : undefined)
      if (credentials === null) return byCookie(cookie)
      const { name, password } = credentials
      if (name.startsWith(ROBOT_PREFIX))
        return { caller: await robotOf(name.slice(ROBOT_PREFIX.length), password), sessionId: null }
      const user = await logIn(name, password, address)
      return { caller: user === null ? null : callerOf(user), sessionId: null }
    },
  }
}

/** Who sends no credentials. */
export const NOBODY: Identity = { caller: null, sessionId: null }
