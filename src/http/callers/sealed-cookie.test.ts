import { expect, test } from 'vitest'
import { aesSecretBox } from '../../accounts/aes-secret-box.ts'
import { createSealedCookies } from './sealed-cookie.ts'

const OPTIONS = { isSecure: true, lifeMs: 600_000 }

test('a value comes back for as long as it lives, under its own name only', () => {
  let nowMs = 1_000_000
  const cookies = createSealedCookies(aesSecretBox('a key'), () => nowMs)
  const set = cookies.keep('trip', { to: 'Hull' }, OPTIONS)
  expect(set).toMatch(/^trip=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const cookie = set.split(';', 1)[0] ?? ''
  expect(cookie).not.toContain('Hull')
  expect(cookies.read(`a=b; ${cookie}`, 'trip')).toEqual({ to: 'Hull' })
  expect(cookies.read(cookie.replace('trip', 'berth'), 'berth')).toBeNull()
  nowMs += OPTIONS.lifeMs
  expect(cookies.read(cookie, 'trip')).toBeNull()
})

test.for([undefined, '', 'trip=', 'trip=x', 'trip=v1:00000000:AAAA', 'other=x'])(
  'a cookie header %j holds nothing of ours',
  (header) => {
    const cookies = createSealedCookies(aesSecretBox('a key'), () => 0)
    expect(cookies.read(header, 'trip')).toBeNull()
  },
)

test('what another key has sealed is nothing of ours', () => {
  const elsewhere = createSealedCookies(aesSecretBox('another key'), () => 0)
  const cookie = elsewhere.keep('trip', { to: 'Hull' }, OPTIONS).split(';', 1)[0]
  expect(createSealedCookies(aesSecretBox('a key'), () => 0).read(cookie, 'trip')).toBeNull()
})
