import { expect, test } from 'vitest'
import { hashOfNothing, hashPassword, passwordMatches } from './password.ts'

test('a password matches its own hash and no other does', () => {
  const hash = hashPassword('Bell-Buoy 7')
  expect(passwordMatches('Bell-Buoy 7', hash)).toBe(true)
  expect(passwordMatches('bell-buoy 7', hash)).toBe(false)
  expect(passwordMatches('Bell-Buoy 7 ', hash)).toBe(false)
  expect(passwordMatches('', hash)).toBe(false)
})

test('a hash names its scheme and cost, and holds nothing of the password', () => {
  const hash = hashPassword('Bell-Buoy 7')
  expect(hash).toMatch(/^scrypt\$32768\$[\w-]{22}\$[\w-]{43}$/)
})

test('the same password is hashed to something else each time', () => {
  const [one, other] = [hashPassword('same'), hashPassword('same')]
  expect(one).not.toBe(other)
  expect(passwordMatches('same', other)).toBe(true)
})

test('a password matches however its accents were typed', () => {
  const hash = hashPassword('Caf\u00e9')
  expect(passwordMatches('Cafe\u0301', hash)).toBe(true)
})

test.for([
  '',
  'plain',
  'scrypt',
  'scrypt$32768',
  'scrypt$32768$salt',
  'bcrypt$32768$c2FsdA$a2V5',
  'scrypt$1024$$',
])('nothing matches %j, which is no hash', (hash) => {
  expect(passwordMatches('plain', hash)).toBe(false)
})

test('the hash of nothing looks like any other, and nothing matches it', () => {
  expect(hashOfNothing()).toMatch(/^scrypt\$32768\$[\w-]{22}\$[\w-]{43}$/)
  expect(passwordMatches('', hashOfNothing())).toBe(false)
})
