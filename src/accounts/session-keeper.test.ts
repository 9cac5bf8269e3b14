import { expect, test } from 'vitest'
import type { Session } from '../domain/people/session.ts'
import type { UserWithPassword } from '../domain/people/user.ts'
import { createSessionKeeper } from './session-keeper.ts'

test('a log-in whose password was changed meanwhile begins no session', async () => {
  const kept = new Map<string, Session>()
  const sessions = {
    create: async (session: Session) => void kept.set(session.idHash, session),
    byHash: async (idHash: string) => kept.get(idHash) ?? null,
    touch: async () => undefined,
    remove: async (idHash: string) => void kept.delete(idHash),
    removeOf: async () => kept.clear(),
    removeOlder: async () => undefined,
  }
  const anna = { id: 7, passwordHash: 'new' } as UserWithPassword
  const users = { byId: async (id: number) => (id === anna.id ? anna : null) }
  const keeper = createSessionKeeper({ sessions, users }, () => 0, { idleMs: 1000, maxAgeMs: 1000 })
  expect(await keeper.begin({ id: 7, passwordHash: 'old' })).toBeNull()
  expect(await keeper.begin({ id: 8, passwordHash: '' })).toBeNull()
  expect(kept.size).toBe(0)
  const id = await keeper.begin(anna)
  expect(await keeper.userOf(id ?? '')).toBe(anna)
})
