import { expect, test } from 'vitest'
import type { LoginTries } from '../domain/people/login-tries.ts'
import type { UserWithPassword } from '../domain/people/user.ts'
import { createLoginBrake } from './login-brake.ts'
import { createPasswordLogin } from './password-login.ts'

const anna = { id: 7, name: 'anna', passwordHash: 'hash of right' } as UserWithPassword
const HERE = { address: '192.0.2.1', isRelayed: false }
const ELSEWHERE = { address: '198.51.100.7', isRelayed: false }

/** No other process counts. */
const countedNowhere: LoginTries = {
  of: () => Promise.resolve(new Map()),
  change: async (_, change) => change(new Map()),
}

/** Its threads take a moment; `checked` has the passwords that they were asked about. */
function setUp() {
  let nowMs = 1_000_000
  let hash = anna.passwordHash
  const checked: string[] = []
  const login = createPasswordLogin({
    users: { byName: async (name) => (name === 'anna' ? { ...anna, passwordHash: hash } : null) },
    brake: createLoginBrake({ loginTries: countedNowhere, now: () => nowMs }),
    directory: null,
    passwords: {
      async matches(password, stored) {
        checked.push(password)
        await new Promise(setImmediate)
        return stored === `hash of ${password}`
      },
    },
    now: () => nowMs,
  })
  const logIn = async (password: string, origin = HERE, name = 'anna'): Promise<string> => {
    try {
      return (await login.logIn(name, password, origin)) === null ? 'wrong' : 'right'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  return {
    ...login,
    logIn,
    checked,
    pass: (ms: number) => void (nowMs += ms),
    changePassword: (password: string) => void (hash = `hash of ${password}`),
  }
}

test('of four hundred guesses in parallel five are checked, and the owner gets in from elsewhere', async () => {
  const { logIn, checked } = setUp()
  const guesses = Array.from({ length: 400 }, (_, number) => logIn(`guess ${number}`))
  const owner = logIn('right', ELSEWHERE)
  const ends = Map.groupBy(await Promise.all(guesses), (end) => end)
  expect([ends.get('wrong')?.length, ends.get('TOO_MANY_REQUESTS')?.length]).toEqual([5, 395])
  expect(await owner).toBe('right')
  expect(checked).toHaveLength(6)
})

test('a client of many calls at the same time is checked once, and then not for a minute', async () => {
  const { logIn, checked, pass } = setUp()
  const calls = await Promise.all(Array.from({ length: 40 }, () => logIn('right')))
  expect(new Set(calls)).toEqual(new Set(['right']))
  for (let call = 0; call < 100; call++) await logIn('right')
  expect(checked).toEqual(['right'])
  pass(60_000)
  await logIn('right')
  expect(checked).toEqual(['right', 'right'])
})

test('a password that was right a second ago is of no use after it was changed', async () => {
  const { logIn, changePassword } = setUp()
  expect(await logIn('right')).toBe('right')
  changePassword('new')
  expect(await logIn('right')).toBe('wrong')
  expect(await logIn('new')).toBe('right')
})

test('while the owner is known, guesses are as slow as ever', async () => {
  const { logIn } = setUp()
  await logIn('right')
  for (let guess = 0; guess < 5; guess++) expect(await logIn(`guess ${guess}`, ELSEWHERE)).toBe('wrong')
  expect(await logIn('right', ELSEWHERE)).toBe('TOO_MANY_REQUESTS')
  expect(await logIn('right')).toBe('right')
})

test('who has no password here, or does not exist, is checked like all others', async () => {
  const { logIn, checked } = setUp()
  expect(await logIn('right', HERE, 'nobody')).toBe('wrong')
  expect(checked).toEqual(['right'])
})

test('guesses at the old password of a session are held up too', async () => {
  const { isPasswordOf } = setUp()
  for (let guess = 0; guess < 5; guess++) expect(await isPasswordOf(anna, `guess ${guess}`, HERE)).toBe(false)
  await expect(isPasswordOf(anna, 'right', HERE)).rejects.toThrow('too many')
})

test('calls of the owner clear nothing of the guesses from the same address', async () => {
  const { logIn } = setUp()
  await logIn('right')
  for (let guess = 0; guess < 5; guess++) {
    expect(await logIn(`guess ${guess}`)).toBe('wrong')
    expect(await logIn('right')).toBe(guess < 4 ? 'right' : 'TOO_MANY_REQUESTS')
  }
})
