import { expect, test } from 'vitest'
import type { ApiAnswer } from '../support/app/api-client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const TRUSTING = { settings: { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' } }

/** The log-in as it comes by the loopback address, which stands for a proxy or for a caller. */
const logIn = (
  { anonymous }: TestApp,
  headers: Readonly<Record<string, string>>,
  password = adminPassword,
): Promise<ApiAnswer> =>
  anonymous.post('/c/login', new URLSearchParams({ principal: 'admin', password }).toString(), {
    ...FORM,
    ...headers,
  })

const addressesIn = async ({ api }: TestApp): Promise<string[]> => {
  const { body } = await api.get('/api/v2.0/audit-logs?q=operation=login')
  return body.map(({ client_address }: { client_address: string }) => client_address)
}

test.for([
  ['a caller', '203.0.113.9', '203.0.113.9'],
  ['a caller by IPv6', '2001:db8::9', '2001:db8::9'],
  ['a caller and a second trusted proxy', '203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['what a caller made up, and the caller', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['nonsense', 'nonsense', '127.0.0.1'],
] as const)('a trusted proxy that names %s: %s is recorded as %s', async ([, forwarded, address]) => {
  await using app = await startTestApp(TRUSTING)
  expect((await logIn(app, { 'x-forwarded-for': forwarded })).status).toBe(200)
  expect(await addressesIn(app)).toEqual([address])
})

test('a caller that is no trusted proxy says nothing about who calls', async () => {
  for (const settings of [{}, { TRUSTED_PROXIES: '10.0.0.0/8' }]) {
    await using app = await startTestApp({ settings })
    const { headers } = await logIn(app, { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' })
    expect(await addressesIn(app)).toEqual(['127.0.0.1'])
    for (const cookie of [headers['set-cookie'] ?? []].flat()) expect(cookie).not.toContain('Secure')
  }
})

test('behind a trusted proxy who guesses passwords holds up nobody else', async () => {
  await using app = await startTestApp(TRUSTING)
  const guesser = { 'x-forwarded-for': '198.51.100.1' }
  for (let time = 0; time < 5; time++) expect((await logIn(app, guesser, `guess ${time}`)).status).toBe(401)
  expect((await logIn(app, guesser)).status).toBe(429)
  expect((await logIn(app, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(200)
})

test('without a trusted proxy nobody gets more guesses by naming other addresses', async () => {
  await using app = await startTestApp()
  for (let time = 0; time < 5; time++)
    expect((await logIn(app, { 'x-forwarded-for': `198.51.100.${time}` }, `guess ${time}`)).status).toBe(401)
  expect((await logIn(app, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(429)
})

test('cookies go over HTTPS only when a trusted proxy says that the browser came by it', async () => {
  await using app = await startTestApp(TRUSTING)
  const cookiesOver = async (protocol: string): Promise<string[]> => {
    const { headers } = await logIn(app, { 'x-forwarded-proto': protocol })
    return [headers['set-cookie'] ?? []].flat()
  }
  const [secure, plain] = [await cookiesOver('https'), await cookiesOver('http')]
  expect([secure.length, plain.length]).toEqual([2, 2])
  for (const cookie of secure) expect(cookie).toContain('Secure')
  for (const cookie of plain) expect(cookie).not.toContain('Secure')
})

test('a page that a trusted proxy serves under another name may log in, and one elsewhere may not', async () => {
  const page = { origin: 'https://buoy.example.com', 'x-forwarded-host': 'buoy.example.com' }
  await using trusting = await startTestApp(TRUSTING)
  expect((await logIn(trusting, page)).status).toBe(200)
  expect((await logIn(trusting, { ...page, origin: 'https://evil.example' })).status).toBe(403)
  await using strict = await startTestApp()
  expect((await logIn(strict, page)).status).toBe(403)
})
