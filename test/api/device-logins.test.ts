import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { READING, bearer, limitsIn, makeAccessToken } from '../support/app/access-token.ts'
import { apiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { ManualClock } from '../support/manual-clock.ts'

const LOGINS = '/api/v2.0/device-logins'
const CURRENT = '/api/v2.0/users/current'
const TOKENS = `${CURRENT}/tokens`
const INTERVAL_MS = 5000
const LIFE_MS = 600_000

interface Begun {
  readonly device_code: string
  readonly user_code: string
}

async function begin(
  { anonymous }: TestApp,
  client = `machine ${randomBytes(4).toString('hex')}`,
): Promise<Begun> {
  const { status, body } = await anonymous.post(LOGINS, { client })
  expect(status).toBe(201)
  return body
}

const claim = ({ anonymous }: TestApp, { device_code }: Begun) =>
  anonymous.post(`${LOGINS}/claim`, { device_code })
const place = ({ user_code }: Begun, what = '') => `${LOGINS}/${user_code}${what}`

test('a program begins, a person approves in the browser, and the program has a token of that person', async () => {
  await using app = await startTestApp({ settings: { EXTERNAL_URL: 'https://buoy.example.com' } })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const begun = await app.anonymous.post(LOGINS, { client: 'anchor' })
  const { device_code, user_code } = begun.body
  expect(user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
  expect(begun).toMatchObject({
    status: 201,
    body: {
      verification_uri: 'https://buoy.example.com/device',
      verification_uri_complete: `https://buoy.example.com/device?code=${user_code}`,
      expires_in: 600,
      interval: 5,
    },
  })
  expect(await claim(app, begun.body)).toMatchObject({
    status: 400,
    body: { error: 'authorization_pending', interval: 5 },
  })
  const typed = user_code.toLowerCase().replace('-', ' ')
  expect((await anna.get(`${LOGINS}/${encodeURIComponent(typed)}`)).body).toMatchObject({
    user_code,
    client: 'anchor',
    client_address: '127.0.0.1',
    is_own_address: true,
  })
  const permissions = [limitsIn('shop', READING)]
  expect((await anna.post(place(begun.body, '/approve'), { duration: 7, permissions })).status).toBe(200)
  const claimed = await claim(app, begun.body)
  expect(claimed).toMatchObject({
    status: 200,
    body: { name: 'anchor', username: 'projectAdmin-of-shop', permissions },
  })
  const { secret } = claimed.body
  expect((await app.anonymous.get('/api/v2.0/projects/shop', bearer(secret))).status).toBe(200)
  expect((await app.anonymous.get('/api/v2.0/users', bearer(secret))).status).toBe(403)
  expect((await anna.get(TOKENS)).body).toMatchObject([{ name: 'anchor' }])
  const { body: log } = await app.api.get('/api/v2.0/audit-logs?page_size=2')
  expect(log).toMatchObject([
    {
      operation_id: 'ClaimDeviceLogin',
      resource: 'projectAdmin-of-shop/anchor',
      username: 'projectAdmin-of-shop',
      status: 200,
    },
    { operation_id: 'ApproveDeviceLogin', resource: 'anchor', username: 'projectAdmin-of-shop', status: 200 },
  ])
  const stored = JSON.stringify([
    app.log,
    log,
    ...['device_login', 'access_token', 'audit'].map((table) => app.rows(`select * from ${table}`)),
  ])
  for (const given of [secret, device_code]) expect(stored).not.toContain(given)
})

test('a token is claimed once, however many ask at the same time', async () => {
  await using app = await startTestApp()
  const begun = await begin(app)
  await app.api.post(place(begun, '/approve'), {})
  const answers = await Promise.all(Array.from({ length: 8 }, () => claim(app, begun)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status, body } of answers.filter(({ status }) => status !== 200))
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'expired_token' })
  expect((await app.api.get(TOKENS)).headers['x-total-count']).toBe('1')
})

test('a program that asks too often has to wait longer, and gets its token as soon as somebody approves', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  const begun = await begin(app)
  const next = async () => (await claim(app, begun)).body
  expect(await next()).toMatchObject({ error: 'authorization_pending', interval: 5 })
  expect(await next()).toMatchObject({ error: 'slow_down', interval: 10 })
  clock.advance(INTERVAL_MS)
  expect(await next()).toMatchObject({ error: 'slow_down', interval: 15 })
  clock.advance(3 * INTERVAL_MS)
  expect(await next()).toMatchObject({ error: 'authorization_pending', interval: 15 })
  await app.api.post(place(begun, '/approve'), { duration: -1 })
  expect(await next()).toMatchObject({ username: 'admin' })
})

test('a refused log-in is over for program and browser', async () => {
  await using app = await startTestApp()
  const begun = await begin(app)
  expect((await app.api.post(place(begun, '/deny'))).status).toBe(200)
  expect((await app.api.post(place(begun, '/approve'), {})).status).toBe(404)
  expect((await claim(app, begun)).body).toMatchObject({ error: 'access_denied' })
  expect((await claim(app, begun)).body).toMatchObject({ error: 'expired_token' })
  expect(app.rows('select * from access_token')).toEqual([])
})

test('a log-in ends after ten minutes, approved or not', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  const [waiting, approved] = [await begin(app), await begin(app)]
  await app.api.post(place(approved, '/approve'), {})
  clock.advance(LIFE_MS)
  for (const begun of [waiting, approved])
    expect((await claim(app, begun)).body).toMatchObject({ error: 'expired_token' })
  expect((await app.api.get(place(waiting))).status).toBe(404)
  expect(app.rows('select * from access_token')).toEqual([])
  await begin(app)
  expect(app.rows('select * from device_login')).toHaveLength(1)
})

test('an approval of somebody who is gone gives nothing, and a name that is taken gets a number', async () => {
  await using app = await startTestApp()
  const anna = await memberOf(app, null, 'guest')
  const begun = await begin(app)
  await anna.post(place(begun, '/approve'), {})
  await app.api.delete(`/api/v2.0/users/${(await anna.get(CURRENT)).body.user_id}`)
  expect((await claim(app, begun)).status).toBe(400)
  await makeAccessToken(app.api, { name: 'anchor' })
  const again = await begin(app, 'anchor')
  await app.api.post(place(again, '/approve'), {})
  expect((await claim(app, again)).body.name).toBe('anchor (2)')
})

test('ten programs of an address wait at a time', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  for (let n = 0; n < 10; n++) await begin(app)
  const refused = await app.anonymous.post(LOGINS, { client: 'one more' })
  expect(refused.status).toBe(429)
  expect(refused.headers['retry-after']).toBe('60')
  clock.advance(LIFE_MS)
  await begin(app)
})

test('behind a proxy that nobody declared a hundred wait', async () => {
  await using app = await startTestApp()
  const relayed = { 'x-forwarded-for': '192.0.2.1' }
  const answers = await Promise.all(
    Array.from({ length: 101 }, (_, n) => app.anonymous.post(LOGINS, { client: `m${n}` }, relayed)),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(100)
})

describe('what does not fit', () => {
  let app: TestApp
  beforeAll(async () => {
    const stack = new AsyncDisposableStack()
    app = stack.use(await startTestApp())
    return () => stack.disposeAsync()
  })

  test('a token and a robot approve nothing, and nobody does without a log-in', async () => {
    const begun = await begin(app)
    const { bearer: auth } = await makeAccessToken(app.api)
    expect((await app.anonymous.get(place(begun), auth)).status).toBe(403)
    expect((await app.anonymous.post(place(begun, '/approve'), {}, auth)).status).toBe(403)
    expect((await app.anonymous.post(place(begun, '/deny'), undefined, auth)).status).toBe(403)
    expect((await app.anonymous.post(place(begun, '/approve'), {})).status).toBe(401)
    const access = [{ resource: 'project', action: 'read' }]
    const permissions = [{ kind: 'project', namespace: '*', access }]
    const { body } = await app.api.post('/api/v2.0/robots', {
      name: 'r',
      level: 'system',
      duration: 1,
      permissions,
    })
    const robot = apiClient(app.url, { user: body.name, password: body.secret })
    expect((await robot.post(place(begun, '/approve'), {})).status).toBe(412)
    expect((await claim(app, begun)).body.error).toBe('authorization_pending')
  })

  test.for<[string, object, string]>([
    ['no name', {}, 'client'],
    ['an empty name', { client: '' }, 'client'],
    ['a long name', { client: 'a'.repeat(201) }, 'client'],
    ['a name that turns the text around', { client: 'a\u202eb' }, 'bidirectional control character'],
    ['an unknown key', { client: 'a', scope: 'all' }, 'scope'],
  ])('%s of a program is refused', async ([, body, message]) => {
    const refused = await app.anonymous.post(LOGINS, body)
    expect([400, 422]).toContain(refused.status)
    expect(refused.body.errors[0].message).toContain(message)
  })

  test('wrong days, wrong limits and unknown codes are refused, and the log-in goes on waiting', async () => {
    const begun = await begin(app)
    const approve = (body: object) => app.api.post(place(begun, '/approve'), body)
    expect((await approve({ duration: 367 })).status).toBe(400)
    expect((await approve({ permissions: [limitsIn('nowhere')] })).status).toBe(400)
    for (const code of ['BCDF-GHJK', 'nonsense', '%00', 'AAAA-AAAA'])
      expect((await app.api.get(`${LOGINS}/${code}`)).status).toBe(404)
    expect((await app.anonymous.post(`${LOGINS}/claim`, { device_code: 'guess' })).body.error).toBe(
      'expired_token',
    )
    expect((await approve({})).status).toBe(200)
  })
})
