import { expect, test } from 'vitest'
import { hashPassword, passwordMatches } from './password.ts'

test('a password matches its own hash and no other does', async () => {
  const hash = await hashPassword('Bell-Buoy 7')
  await expect(passwordMatches('Bell-Buoy 7', hash)).resolves.toBe(true)
  await expect(passwordMatches('bell-buoy 7', hash)).resolves.toBe(false)
  await expect(passwordMatches('Bell-Buoy 7 ', hash)).resolves.toBe(false)
  await expect(passwordMatches('', hash)).resolves.toBe(false)
})

test('a hash names its scheme and cost, and holds nothing of the password', async () => {
  const hash = await hashPassword('Bell-Buoy 7')
  expect(hash).toMatch(/^scrypt\$32768\$[\w-]{22}\$[\w-]{43}$/)
})

test('the same password is hashed to something else each time', async () => {
  const [one, other] = await Promise.all([hashPassword('same'), hashPassword('same')])
  expect(one).not.toBe(other)
  await expect(passwordMatches('same', other)).resolves.toBe(true)
})

test('a password matches however its accents were typed', async () => {
  const hash = await hashPassword('Caf\u00e9')
  await expect(passwordMatches('Cafe\u0301', hash)).resolves.toBe(true)
})

test.for([
  '',
  'plain',
  'scrypt',
  'scrypt$32768',
  'scrypt$32768$salt',
  'bcrypt$32768$c2FsdA$a2V5',
  'scrypt$1024$$',
])('nothing matches %j, which is no hash', async (hash) => {
  await expect(passwordMatches('plain', hash)).resolves.toBe(false)
})
