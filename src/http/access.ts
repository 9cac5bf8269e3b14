import { createHmac, randomBytes } from 'node:crypto'
import { basicCredentials } from '../accounts/credentials.ts'
import { hashPassword, passwordMatches } from '../accounts/password.ts'
import { BellbuoyError } from '../domain/errors.ts'
import { type Permission, may } from '../domain/permission.ts'
import type { Users } from '../domain/store.ts'
import type { User } from '../domain/user.ts'

const REMEMBERED_MS = 60_000
const MAX_REMEMBERED = 1000

export interface Access {
  /** The caller, or null when nobody known: as in Harbor, wrong credentials make a caller anonymous. */
  identify: (authorization: string | undefined) => Promise<User | null>
}

/**
 * Finds out who calls. A password costs scrypt some tens of milliseconds; one that was right is remembered for a minute
 * (as an HMAC under a key of this process), so that a client of many calls pays once.
 */
export function createAccess(users: Users, now: () => number): Access {
  const key = randomBytes(32)
  const remembered = new Map<string, { user: User; hash: string; untilMs: number }>()
  /** Checked when there is no such user, so that the time of an answer does not tell which names exist. */
  const nobody = hashPassword(randomBytes(16).toString('hex'))

  return {
    async identify(authorization) {
      const credentials = basicCredentials(authorization)
      if (credentials === null) return null
      const { name, password } = credentials
      const user = await users.byName(name)
      const hash = user?.passwordHash ?? (await nobody)
      const id = createHmac('sha256', key).update(`${name}\0${password}`).digest('base64')
      const known = remembered.get(id)
      if (known?.hash === hash && known.untilMs > now()) return known.user
      if (!(await passwordMatches(password, hash)) || user === null) return null
      if (remembered.size >= MAX_REMEMBERED) remembered.clear()
      remembered.set(id, { user, hash, untilMs: now() + REMEMBERED_MS })
      return user
    },
  }
}

/** @throws BellbuoyError `UNAUTHORIZED` when nobody is logged in, `FORBIDDEN` when it is not for them */
export function authorize(user: User | null, permission: Permission): User {
  if (user === null) throw new BellbuoyError('UNAUTHORIZED', 'unauthorized')
  if (!may(user, permission)) throw new BellbuoyError('FORBIDDEN', 'forbidden')
  return user
}
