import { lookup } from 'node:dns/promises'
import { expect, test } from 'vitest'
import { PasswordThreads } from './password-threads.ts'
import { hashPassword } from './password.ts'

const hash = hashPassword('Bell-Buoy 7')

test('passwords are hashed and checked', async () => {
  await using passwords = new PasswordThreads()
  const other = await passwords.hash('other')
  expect(await passwords.matches('other', other, 0)).toBe(true)
  expect(await passwords.matches('Bell-Buoy 7', hash, 0)).toBe(true)
  expect(await passwords.matches('bell-buoy 7', hash, 0)).toBe(false)
})

test('a password that cannot be checked fails alone', async () => {
  await using passwords = new PasswordThreads()
  await expect(passwords.matches('any', 'scrypt$3$salt$key', 0)).rejects.toThrow()
  expect(await passwords.matches('Bell-Buoy 7', hash, 0)).toBe(true)
})

test('the lowest rank is checked first, then the first that came', async () => {
  await using passwords = new PasswordThreads(1)
  const ended: number[] = []
  const check = async (rank: number): Promise<void> => {
    await passwords.matches('guess', hash, rank)
    ended.push(rank)
  }
  const sameRank = passwords.matches('guess', hash, 5).then(() => ended.push(5.1))
  // The first starts at once; the others wait for it.
  await Promise.all([check(9), check(8), check(5), check(7), check(3), sameRank])
  expect(ended).toEqual([5.1, 3, 5, 7, 8, 9])
})

test('look-ups of names never wait for passwords', async () => {
  await using passwords = new PasswordThreads()
  const ended: string[] = []
  const checks = Array.from({ length: 20 }, async () => {
    await passwords.matches('guess', hash, 0)
    ended.push('check')
  })
  for (let time = 0; time < 5; time++) await lookup('localhost')
  ended.push('look-ups')
  await Promise.all(checks)
  expect(ended.indexOf('look-ups')).toBeLessThan(15)
})

test('when too much waits the last in order is refused, and hears when to come again', async () => {
  const passwords = new PasswordThreads(2)
  const refused: number[] = []
  const check = (rank: number): Promise<unknown> =>
    passwords.matches('guess', hash, rank).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'TOO_MANY_REQUESTS') return
      expect(error).toMatchObject({ retryAfterSeconds: 5 })
      refused.push(rank)
    })
  const checks = Array.from({ length: 2 + 1024 }, () => check(1))
  checks.push(check(0), check(2), check(0))
  await Promise.resolve()
  await passwords[Symbol.asyncDispose]()
  await Promise.all(checks)
  expect(refused.toSorted()).toEqual([1, 1, 2])
})

test('what waits when the program ends is refused', async () => {
  const passwords = new PasswordThreads(2)
  const checks = Array.from({ length: 5 }, () => passwords.matches('guess', hash, 0))
  const ends = Promise.allSettled(checks)
  await passwords[Symbol.asyncDispose]()
  expect((await ends).map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
  await expect(passwords.hash('any')).rejects.toThrow('closed')
})
