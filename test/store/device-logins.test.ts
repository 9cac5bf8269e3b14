import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newUserCode } from '../../src/accounts/access-tokens/device-codes.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const LIFE_MS = 600_000
const hash = (): string => randomBytes(32).toString('hex')
const token = () => ({ secretHash: hash(), expiryOf: () => null })

async function begin({ store, clock }: TestStore, address = '192.0.2.1') {
  const at = clock.now()
  const draft = {
    userCode: newUserCode(),
    deviceCodeHash: hash(),
    client: 'anchor',
    address,
    createdAtMs: at,
    expiresAtMs: at + LIFE_MS,
  }
  return { ...draft, lack: await store.deviceLogins.create(draft, { all: 20, address: 10 }) }
}

const userIn = ({ store }: TestStore): Promise<number> =>
  store.users.create({ name: 'anna', isSystemAdmin: false, passwordHash: '' })

const approvalOf = (userId: number) => ({ isApproved: true, userId, durationDays: 30, limits: null }) as const

describe.each(databases)('$name', (kind) => {
  test('many claims of one approved log-in make one token', async () => {
    await using stored = await openTestStore(kind)
    const { deviceLogins } = stored.store
    const userId = await userIn(stored)
    const { userCode, deviceCodeHash } = await begin(stored)
    expect(await deviceLogins.decide(userCode, approvalOf(userId))).toBe(true)
    expect(await deviceLogins.decide(userCode, { isApproved: false })).toBe(false)
    await stored.reopen()
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => stored.store.deviceLogins.claim(deviceCodeHash, token())),
    )
    expect(claims.filter(({ state }) => state === 'granted')).toHaveLength(1)
    expect(claims.filter(({ state }) => state === 'expired_token')).toHaveLength(9)
    expect((await stored.store.accessTokens.list(userId, { offset: 0, limit: 0 })).total).toBe(1)
  })

  test('a user who is removed while their tokens are claimed leaves none', async () => {
    await using stored = await openTestStore(kind)
    const { deviceLogins, accessTokens, users } = stored.store
    const userId = await userIn(stored)
    const begun = await Promise.all(Array.from({ length: 10 }, () => begin(stored)))
    for (const { userCode } of begun) await deviceLogins.decide(userCode, approvalOf(userId))
    const claims = begun.map(({ deviceCodeHash }) => deviceLogins.claim(deviceCodeHash, token()))
    const ended = await Promise.allSettled([users.remove(userId), ...claims])
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([])
    expect((await accessTokens.list(userId, { offset: 0, limit: 0 })).total).toBe(0)
  })

  test('so many begin at the same time from an address as there may be, and expired ones make room', async () => {
    await using stored = await openTestStore(kind)
    const begun = await Promise.all(Array.from({ length: 15 }, () => begin(stored)))
    expect(begun.filter(({ lack }) => lack === 'address')).toHaveLength(5)
    expect((await begin(stored, '192.0.2.2')).lack).toBeNull()
    stored.clock.advance(LIFE_MS)
    expect((await begin(stored)).lack).toBeNull()
    expect(await stored.store.deviceLogins.byUserCode(begun[0]!.userCode)).toBeNull()
  })

  test('so many wait from everywhere as there may be', async () => {
    await using stored = await openTestStore(kind)
    const begun = await Promise.all(Array.from({ length: 25 }, (_, n) => begin(stored, `192.0.2.${n}`)))
    expect(begun.filter(({ lack }) => lack === 'all')).toHaveLength(5)
  })
})
