import { hash, randomBytes } from 'node:crypto'
import type { Sessions } from '../domain/people/session.ts'
import type { User, Users } from '../domain/people/user.ts'

export interface SessionLimits {
  /** Without a request for so long it ends. */
  readonly idleMs: number
  /** So long after the log-in it ends, whatever happens. */
  readonly maxAgeMs: number
}

export interface SessionKeeper {
  /** Begins a session and answers its id, which is known to its owner only. */
  begin: (userId: number) => Promise<string>
  /** Whose session it is, or null when it is none or has ended. */
  userOf: (id: string) => Promise<User | null>
  end: (id: string) => Promise<void>
}

/** When a session was last seen is written this seldom. */
const SEEN_EVERY_MS = 60_000

/** Keeps who is logged in by a cookie. A session survives a restart, and a copy of the database lets nobody in. */
export function createSessionKeeper(
  { sessions, users }: { readonly sessions: Sessions; readonly users: Users },
  now: () => number,
  { idleMs, maxAgeMs }: SessionLimits,
): SessionKeeper {
  return {
    async begin(userId) {
      const at = now()
      await sessions.removeOlder({ createdBeforeMs: at - maxAgeMs, seenBeforeMs: at - idleMs })
      const id = randomBytes(32).toString('base64url')
      await sessions.create({ idHash: hash('sha256', id), userId, createdAtMs: at, seenAtMs: at })
      return id
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
