import { expect, test } from 'vitest'
import { type ApiAnswer, type ApiClient, apiClient } from '../support/app/api-client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { cookiesOf, jar, sendLogin } from '../support/app/browser-session.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const CURRENT = '/api/v2.0/users/current'
const PROJECTS = '/api/v2.0/projects'
const login = (
  api: ApiClient,
  password = adminPassword,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> => sendLogin(api, { password }, headers)

const logIn = async (app: TestApp): Promise<{ cookie: string }> => jar(await login(app.anonymous))

test('a form logs a browser in by a cookie that no script sees, until it logs out', async () => {
  await using app = await startTestApp()
  const answer = await login(app.anonymous)
  expect(answer.status).toBe(200)
  for (const cookie of cookiesOf(answer)) {
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).not.toContain('Secure')
  }
  const cookie = jar(answer)
  expect((await app.anonymous.get(CURRENT, cookie)).body.username).toBe('admin')
  await app.anonymous.get('/c/log_out', cookie)
  expect((await app.anonymous.get(CURRENT, cookie)).status).toBe(401)
})

test('behind HTTPS the cookies go over HTTPS only', async () => {
  await using app = await startTestApp({ settings: { EXTERNAL_URL: 'https://buoy.example.com' } })
  for (const cookie of cookiesOf(await login(app.anonymous))) expect(cookie).toContain('Secure')
})

test('what a cookie changes needs the token of an answer; Basic needs none', async () => {
  await using app = await startTestApp()
  const cookie = await logIn(app)
  const project = { project_name: 'shop' }
  const refused = await app.anonymous.post(PROJECTS, project, cookie)
  expect(refused).toMatchObject({ status: 403, body: { errors: [{ code: 'FORBIDDEN' }] } })
  const token = String((await app.anonymous.get(CURRENT, cookie)).headers['x-harbor-csrf-token'])
  const other = token.startsWith('x') ? 'y' : 'x'
  const wrong = { ...cookie, 'x-harbor-csrf-token': `${other}${token.slice(1)}` }
  expect((await app.anonymous.post(PROJECTS, project, wrong)).status).toBe(403)
  const right = { ...cookie, 'x-harbor-csrf-token': token }
  expect((await app.anonymous.post(PROJECTS, project, right)).status).toBe(201)
  const elsewhere = { ...(await logIn(app)), 'x-harbor-csrf-token': token }
  expect((await app.anonymous.post(PROJECTS, { project_name: 'two' }, elsewhere)).status).toBe(403)
  expect((await app.api.post(PROJECTS, { project_name: 'two' })).status).toBe(201)
})

test('the refusal itself carries the token with which the client succeeds', async () => {
  await using app = await startTestApp()
  const cookie = await logIn(app)
  const { headers } = await app.anonymous.post(PROJECTS, { project_name: 'shop' }, cookie)
  const token = { 'x-harbor-csrf-token': String(headers['x-harbor-csrf-token']) }
  expect((await app.anonymous.post(PROJECTS, { project_name: 'shop' }, { ...cookie, ...token })).status).toBe(
    201,
  )
})

test('a client that has the session’s cookie alone gets the other one, with the refusal too, and can then write', async () => {
  await using app = await startTestApp()
  const { cookie } = await logIn(app)
  const sid = { cookie: cookie.split('; ').find((one) => one.startsWith('sid=')) ?? '' }
  expect(cookiesOf(await app.anonymous.get(CURRENT, sid))[0]).toMatch(/^_gorilla_csrf=[\w-]+; /)
  const refused = await app.anonymous.post(PROJECTS, { project_name: 'shop' }, sid)
  const [given = ''] = cookiesOf(refused)
  expect([refused.status, given]).toEqual([403, expect.stringMatching(/^_gorilla_csrf=[\w-]+; .*HttpOnly/)])
  const again = {
    cookie: `${sid.cookie}; ${given.split(';', 1)[0]}`,
    'x-harbor-csrf-token': String(refused.headers['x-harbor-csrf-token']),
  }
  const created = await app.anonymous.post(PROJECTS, { project_name: 'shop' }, again)
  expect([created.status, cookiesOf(created)]).toEqual([201, []])
  expect(cookiesOf(await app.anonymous.get('/c/log_out', sid))).toHaveLength(2)
})

test('a log-in replaces the session before it', async () => {
  await using app = await startTestApp()
  const first = await logIn(app)
  const second = jar(await login(app.anonymous, adminPassword, first))
  expect((await app.anonymous.get(CURRENT, first)).status).toBe(401)
  expect((await app.anonymous.get(CURRENT, second)).status).toBe(200)
})

test('a session ends when nobody uses it for long, and at last in any case', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({
    clock,
    settings: { SESSION_IDLE_MS: '600000', SESSION_MAX_AGE_MS: '3600000' },
  })
  const idle = await logIn(app)
  const used = await logIn(app)
  for (let minutes = 0; minutes < 55; minutes += 5) {
    expect((await app.anonymous.get(CURRENT, used)).status).toBe(200)
    clock.advance(5 * 60_000)
  }
  expect((await app.anonymous.get(CURRENT, idle)).status).toBe(401)
  expect((await app.anonymous.get(CURRENT, used)).status).toBe(200)
  clock.advance(5 * 60_000)
  expect((await app.anonymous.get(CURRENT, used)).status).toBe(401)
})

test('a stolen database lets nobody in: of a session only a hash is stored', async () => {
  await using app = await startTestApp()
  const { cookie } = await logIn(app)
  const [, id = ''] = /sid=([^;]+)/.exec(cookie) ?? []
  expect(id.length).toBeGreaterThan(40)
  expect(JSON.stringify(app.rows('select * from session'))).not.toContain(id)
})

test('a page elsewhere may not log a browser in', async () => {
  await using app = await startTestApp()
  expect((await login(app.anonymous, adminPassword, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await login(app.anonymous, adminPassword, { origin: app.url })).status).toBe(200)
})

test('who guesses passwords has to wait, by the form and by Basic alike, and the log tells it', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  for (let time = 0; time < 4; time++) expect((await login(app.anonymous, `guess ${time}`)).status).toBe(401)
  const guess = apiClient(app.url, { user: 'admin', password: 'guess' })
  expect((await guess.get(CURRENT)).status).toBe(401)
  const waits = await login(app.anonymous)
  expect(waits).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  expect(waits.body.errors[0].code).toBe('TOO_MANY_REQUESTS')
  expect((await guess.get(CURRENT)).status).toBe(429)
  clock.advance(1000)
  expect((await login(app.anonymous)).status).toBe(200)
  const { body } = await app.api.get('/api/v2.0/audit-logs?q=operation=login')
  expect(body.map(({ status }: { status: number }) => status)).toEqual([200, 401, 401, 401, 401])
})

test('a deleted user and a changed password end the sessions of the user', async () => {
  await using app = await startTestApp()
  const user = { username: 'anna', password: 'Anchor-Chain-42', email: 'anna@example.test' }
  const place = String((await app.api.post('/api/v2.0/users', user)).headers['location'])
  const begin = async (password: string): Promise<{ cookie: string }> => {
    return jar(await sendLogin(app.anonymous, { principal: 'anna', password }))
  }
  const first = await begin(user.password)
  await app.api.put(`${place}/password`, { new_password: 'Bowline-Knot-7' })
  expect((await app.anonymous.get(CURRENT, first)).status).toBe(401)
  const second = await begin('Bowline-Knot-7')
  expect((await app.anonymous.get(CURRENT, second)).status).toBe(200)
  await app.api.delete(place)
  expect((await app.anonymous.get(CURRENT, second)).status).toBe(401)
})
