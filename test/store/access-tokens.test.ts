import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type AccessTokenDraft, MAX_ACCESS_TOKENS } from '../../src/domain/people/access-token.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const DAY_MS = 86_400_000
const ALL = { offset: 0, limit: 0 }

const draft = (userId: number, name: string, more: Partial<AccessTokenDraft> = {}): AccessTokenDraft => ({
  userId,
  name,
  secretHash: randomBytes(32).toString('hex'),
  limits: null,
  expiresAtMs: null,
  ...more,
})

const userIn = ({ store }: TestStore, name: string): Promise<number> =>
  store.users.create({ name, isSystemAdmin: false, passwordHash: '' })

describe.each(databases)('$name', (kind) => {
  test('a token is found by the hash of its secret, with its limits, also by the next process', async () => {
    await using stored = await openTestStore(kind)
    const userId = await userIn(stored, 'anna')
    const limits = [{ kind: 'project', namespace: 'shop', permissions: ['*:read'] }] as const
    const made = draft(userId, 'ci', { limits, expiresAtMs: stored.clock.now() + DAY_MS })
    const { id } = await stored.store.accessTokens.create(made)
    await stored.reopen()
    expect(await stored.store.accessTokens.byHash(made.secretHash)).toEqual({
      ...made,
      id,
      createdAtMs: stored.clock.now(),
      lastUsedAtMs: null,
    })
    expect(await stored.store.accessTokens.byHash(draft(userId, 'ci').secretHash)).toBeNull()
  })

  test('two tokens of a user have different names; those of others do not matter', async () => {
    await using stored = await openTestStore(kind)
    const { accessTokens } = stored.store
    const [anna, bert] = [await userIn(stored, 'anna'), await userIn(stored, 'bert')]
    await accessTokens.create(draft(anna, 'ci'))
    await accessTokens.create(draft(bert, 'ci'))
    await expect(accessTokens.create(draft(anna, 'ci'))).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await accessTokens.list(anna, ALL)).toMatchObject({ total: 1, items: [{ name: 'ci' }] })
  })

  test('an expired token gives its name to the next one, and is gone a month later', async () => {
    await using stored = await openTestStore(kind)
    const { accessTokens } = stored.store
    const anna = await userIn(stored, 'anna')
    const expiresAtMs = stored.clock.now() + DAY_MS
    for (const name of ['ci', 'laptop']) await accessTokens.create(draft(anna, name, { expiresAtMs }))
    stored.clock.advance(DAY_MS)
    const { id } = await accessTokens.create(draft(anna, 'ci'))
    const names = async () => (await accessTokens.list(anna, ALL)).items.map(({ name }) => name)
    expect(await names()).toEqual(['ci', 'laptop'])
    expect((await accessTokens.list(anna, ALL)).items[0]).toMatchObject({ id, expiresAtMs: null })
    stored.clock.advance(30 * DAY_MS)
    await accessTokens.create(draft(anna, 'desk'))
    expect(await names()).toEqual(['ci', 'desk'])
  })

  test('a user has a bounded number of valid tokens, also when they are made at the same time', async () => {
    await using stored = await openTestStore(kind)
    const { accessTokens } = stored.store
    const anna = await userIn(stored, 'anna')
    const outcomes = await Promise.allSettled(
      Array.from({ length: MAX_ACCESS_TOKENS + 5 }, (_, n) => accessTokens.create(draft(anna, `t${n}`))),
    )
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(5).fill('CONFLICT'))
    expect(refused[0]?.reason.message).toContain('100 access tokens at the most')
    const [first] = (await accessTokens.list(anna, ALL)).items
    await accessTokens.remove(anna, first!.id)
    await accessTokens.create(draft(anna, 'one more'))
  })

  test('a removed user leaves no token, also when one is made at the same time', async () => {
    await using stored = await openTestStore(kind)
    const { accessTokens, users } = stored.store
    const anna = await userIn(stored, 'anna')
    const making = Array.from({ length: 20 }, (_, n) => accessTokens.create(draft(anna, `t${n}`)))
    await Promise.allSettled([...making, users.remove(anna)])
    expect(await accessTokens.list(anna, ALL)).toEqual({ items: [], total: 0 })
    await expect(accessTokens.create(draft(anna, 'ghost'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('only its user’s token is revoked, once, and the later of two uses is kept', async () => {
    await using stored = await openTestStore(kind)
    const { accessTokens } = stored.store
    const [anna, bert] = [await userIn(stored, 'anna'), await userIn(stored, 'bert')]
    const { id } = await accessTokens.create(draft(anna, 'ci'))
    await accessTokens.noteUse(id, 2000)
    await accessTokens.noteUse(id, 1000)
    await expect(accessTokens.remove(bert, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await accessTokens.remove(anna, id)).toMatchObject({ name: 'ci', lastUsedAtMs: 2000 })
    await expect(accessTokens.remove(anna, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
