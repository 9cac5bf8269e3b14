import { hash, randomBytes } from 'node:crypto'
import type { Sessions } from '../domain/people/session.ts'
import type { User, UserWithPassword, Users } from '../domain/people/user.ts'

export interface SessionLimits {
  /** A session ends after this time without a request. */
  readonly idleMs: number
  /** A session ends this time after its log-in. */
  readonly maxAgeMs: number
}

export interface SessionKeeper {
  /**
   * Begins a session and answers its id, which only its owner knows; null when the user is gone or the password was changed since the
   * user was read.
   */
  begin: (user: Pick<UserWithPassword, 'id' | 'passwordHash'>) => Promise<string | null>
  /** The user of a session, or null when there is no such session or it has ended. */
  userOf: (id: string) => Promise<User | null>
  end: (id: string) => Promise<void>
}

/** How often the time of a session's last request is stored at the most. */
const SEEN_EVERY_MS = 60_000

/**
 * Sessions of log-ins by cookie. They survive a restart. Only hashes of ids are stored: nobody can log in with a copy of the
 * database.
 */
export function createSessionKeeper(
  { sessions, users }: { readonly sessions: Sessions; readonly users: Pick<Users, 'byId'> },
  now: () => number,
  { idleMs, maxAgeMs }: SessionLimits,
): SessionKeeper {
  return {
    async begin({ id: userId, passwordHash }) {
      const at = now()
      await sessions.removeOlder({ createdBeforeMs: at - maxAgeMs, seenBeforeMs: at - idleMs })
      const id = randomBytes(32).toString('base64url')
      await sessions.create({ idHash: hash('sha256', id), userId, createdAtMs: at, seenAtMs: at })
      // A change of the password ends the sessions of the user; this one may have begun just after that.
      if ((await users.byId(userId))?.passwordHash === passwordHash) return id
      await sessions.remove(hash('sha256', id))
      return null
    },
    async userOf(id) {
      const session = await sessions.byHash(hash('sha256', id))
      const at = now()
      if (session === null || at - session.createdAtMs >= maxAgeMs || at - session.seenAtMs >= idleMs)
        return null
      if (at - session.seenAtMs >= SEEN_EVERY_MS) await sessions.touch(session.idHash, at)
      return users.byId(session.userId)
    },
    end: (id) => sessions.remove(hash('sha256', id)),
  }
}
