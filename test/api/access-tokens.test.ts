import { expect, test } from 'vitest'
import { OWN_TOKENS, READING, bearer, limitsIn, makeAccessToken } from '../support/app/access-token.ts'
import { apiClient } from '../support/app/api-client.ts'
import { jar, sendLogin } from '../support/app/browser-session.ts'
import { openLiveStream } from '../support/app/live-stream.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { POLICIES } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { ManualClock } from '../support/manual-clock.ts'

const CURRENT = '/api/v2.0/users/current'
const DAY_MS = 86_400_000
const POLICY = {
  name: 'ci',
  event_types: ['pushImage'],
  targets: [{ type: 'http', address: 'http://a.test' }],
}

async function startShop(clock?: ManualClock): Promise<TestApp> {
  const app = await startTestApp(clock === undefined ? {} : { clock })
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  return app
}

test('a token is shown once, and is its user as Bearer and as the password of Basic', async () => {
  await using app = await startShop()
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const { user } = memberLogin('shop', 'projectAdmin')
  const made = await anna.post(OWN_TOKENS, { name: 'laptop' })
  expect(made).toMatchObject({ status: 201, body: { name: 'laptop', expired: false } })
  expect(made.headers['location']).toBe(`${OWN_TOKENS}/${made.body.id}`)
  const { secret, created_at, expires_at } = made.body
  expect(secret).toMatch(/^bbt_[\w-]{43}$/)
  expect(Math.round((Date.parse(expires_at) - Date.parse(created_at)) / DAY_MS)).toBe(30)
  expect((await app.anonymous.get(CURRENT, bearer(secret))).body.username).toBe(user)
  const basic = apiClient(app.url, { user, password: secret })
  expect((await basic.get(CURRENT)).body.username).toBe(user)
  // A call that changes something needs no CSRF token.
  expect((await app.anonymous.post(POLICIES, POLICY, bearer(secret))).status).toBe(201)
  const { body, headers } = await anna.get(OWN_TOKENS)
  expect(headers['x-total-count']).toBe('1')
  expect(body).toMatchObject([{ name: 'laptop', last_used_at: expect.stringMatching(/Z$/) }])
  expect(JSON.stringify([body, app.log, app.rows('select * from access_token')])).not.toContain(secret)
})

test('a token with somebody else’s name, a wrong one and a shortened one are nobody’s, whatever the cookie says', async () => {
  await using app = await startShop()
  const { secret } = await makeAccessToken(app.api)
  await memberOf(app, 'shop', 'guest')
  const asGuest = apiClient(app.url, { user: memberLogin('shop', 'guest').user, password: secret })
  expect((await asGuest.get(CURRENT)).status).toBe(401)
  const cookie = jar(await sendLogin(app.anonymous))
  const wrong = `bbt_${'A'.repeat(43)}`
  for (const token of [wrong, secret.slice(0, -1), `${secret}A`, 'bbt_', secret.toLowerCase()])
    expect((await app.anonymous.get(CURRENT, { ...bearer(token), ...cookie })).status).toBe(401)
  expect((await sendLogin(app.anonymous, { password: secret })).status).toBe(401)
})

test('programs with an old token hold up nobody', async () => {
  await using app = await startShop()
  const { id, secret } = await makeAccessToken(app.api)
  await app.api.delete(`${OWN_TOKENS}/${id}`)
  const stale = apiClient(app.url, { user: 'admin', password: secret })
  for (let n = 0; n < 60; n++) expect((await stale.get(CURRENT)).status).toBe(401)
  expect((await app.api.get(CURRENT)).status).toBe(200)
})

test('a token may what its user may at that moment', async () => {
  await using app = await startShop()
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const token = await makeAccessToken(anna)
  const statusOf = async (path: string) => (await app.anonymous.get(path, token.bearer)).status
  expect(await statusOf(POLICIES)).toBe(200)
  const members = await app.api.get('/api/v2.0/projects/shop/members?entityname=projectAdmin-of-shop')
  const member = `/api/v2.0/projects/shop/members/${members.body[0].id}`
  expect((await app.api.put(member, { role_id: 3 })).status).toBe(200)
  expect(await statusOf(POLICIES)).toBe(403)
  const { user_id } = (await anna.get(CURRENT)).body
  await app.api.put(`/api/v2.0/users/${user_id}/sysadmin`, { sysadmin_flag: true })
  expect(await statusOf('/api/v2.0/users')).toBe(200)
  await app.api.put(`/api/v2.0/users/${user_id}/sysadmin`, { sysadmin_flag: false })
  expect(await statusOf('/api/v2.0/users')).toBe(403)
  await app.api.put(`/api/v2.0/users/${user_id}/password`, { new_password: 'Bowline-Knot-7' })
  expect(await statusOf(CURRENT)).toBe(200)
  await app.api.delete(`/api/v2.0/users/${user_id}`)
  expect(await statusOf(CURRENT)).toBe(401)
  expect(app.rows('select * from access_token')).toEqual([])
})

test('limits leave of an admin’s rights what they name, in every list too', async () => {
  await using app = await startShop()
  for (const path of [POLICIES, POLICIES.replace('shop', 'other')]) await app.api.post(path, POLICY)
  const permissions = [limitsIn('shop', READING)]
  const { bearer: auth } = await makeAccessToken(app.api, { name: 'reader', permissions })
  const get = async (path: string) => app.anonymous.get(path, auth)
  expect((await get(POLICIES)).body).toMatchObject([{ name: 'ci' }])
  const refused = await app.anonymous.post(POLICIES, { ...POLICY, name: 'two' }, auth)
  expect(refused.status).toBe(403)
  expect(refused.body.errors[0].message).toBe(
    'forbidden: the access token does not include notification-policy:create here',
  )
  for (const path of [
    POLICIES.replace('shop', 'other'),
    '/api/v2.0/users',
    '/api/v2.0/configurations',
    '/metrics',
  ])
    expect((await get(path)).status).toBe(403)
  expect((await get('/api/v2.0/projects')).body).toMatchObject([{ name: 'shop' }])
  expect((await get('/api/v2.0/projects/other')).status).toBe(403)
  expect((await get('/api/v2.0/projects/unknown')).status).toBe(403)
  expect((await app.anonymous.head('/api/v2.0/projects?project_name=other', auth)).status).toBe(404)
  expect((await get('/api/v2.0/search?q=o')).body.project).toMatchObject([{ name: 'shop' }])
  expect((await get('/api/v2.0/statistics')).body).toMatchObject({
    private_project_count: 1,
    total_project_count: 0,
  })
  const logged = (await get('/api/v2.0/audit-logs')).body
  expect(logged.map(({ project_name }: { project_name: string }) => project_name)).toEqual(['shop'])
  const subscribers = (await get('/api/v2.0/event-types/PUSH_ARTIFACT/policies')).body
  expect(JSON.stringify(subscribers)).toContain('"shop"')
  expect(JSON.stringify(subscribers)).not.toContain('"other"')
  const own = await get(`${CURRENT}/permissions?scope=/project/1&relative=true`)
  expect(own.body).toContainEqual({ resource: 'notification-policy', action: 'read' })
  expect(own.body).not.toContainEqual({ resource: 'notification-policy', action: 'update' })
})

test('limits to projects give no right to make a robot that may more', async () => {
  await using app = await startShop()
  const { bearer: auth } = await makeAccessToken(app.api, { permissions: [limitsIn('shop')] })
  const robot = (namespace: string, resource = 'notification-policy', action = 'list') => ({
    name: 'ci',
    level: 'project',
    duration: 1,
    permissions: [{ kind: 'project', namespace, access: [{ resource, action }] }],
  })
  expect((await app.anonymous.post('/api/v2.0/robots', robot('other'), auth)).status).toBe(403)
  expect((await app.anonymous.post('/api/v2.0/robots', robot('shop'), auth)).status).toBe(201)
  const narrow = { kind: 'project', namespace: 'shop', access: [{ resource: 'robot', action: '*' }] }
  const reader = await makeAccessToken(app.api, { permissions: [narrow] })
  const more = await app.anonymous.post(
    '/api/v2.0/robots',
    robot('shop', 'repository', 'push'),
    reader.bearer,
  )
  expect(more.status).toBe(403)
})

test('a token lists, makes and revokes no tokens, and changes neither password nor profile of its user', async () => {
  await using app = await startShop()
  const token = await makeAccessToken(app.api)
  const other = await makeAccessToken(app.api)
  const { user_id } = (await app.api.get(CURRENT)).body
  const user = `/api/v2.0/users/${user_id}`
  const { anonymous: api } = app
  const answers = [
    await api.get(OWN_TOKENS, token.bearer),
    await api.post(OWN_TOKENS, { name: 'more' }, token.bearer),
    await api.delete(`${OWN_TOKENS}/${other.id}`, undefined, token.bearer),
    await api.get(`${user}/tokens`, token.bearer),
    await api.delete(`${user}/tokens/${token.id}`, undefined, token.bearer),
    await api.put(`${user}/password`, { old_password: 'x', new_password: 'Bowline-Knot-7' }, token.bearer),
    await api.put(user, { email: 'me@example.test' }, token.bearer),
  ]
  for (const { status, body } of answers) {
    expect(status).toBe(403)
    expect(body.errors[0].message).toContain('log in by password or in a browser')
  }
})

test('a token ends itself', async () => {
  await using app = await startShop()
  const token = await makeAccessToken(app.api)
  const end = () => app.anonymous.delete(`${OWN_TOKENS}/${token.id}`, undefined, token.bearer)
  expect((await end()).status).toBe(200)
  expect((await end()).status).toBe(401)
})

test('a revoked and an expired token are refused at once, and end what they listen to', async () => {
  const clock = new ManualClock()
  await using app = await startShop(clock)
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const [short, long] = [
    await makeAccessToken(anna, { duration: 1 }),
    await makeAccessToken(anna, { duration: -1 }),
  ]
  const live = '/api/v2.0/projects/shop/webhook/live'
  const listen = ({ bearer: headers }: typeof short) =>
    openLiveStream({ ...app.anonymous, open: (path) => app.anonymous.open(path, headers) }, live)
  clock.advance(DAY_MS - 10_000)
  await using first = await listen(short)
  await using second = await listen(long)
  clock.advance(21_000)
  await first.ended()
  expect((await app.anonymous.get(CURRENT, short.bearer)).status).toBe(401)
  expect((await anna.get(OWN_TOKENS)).body).toContainEqual(
    expect.objectContaining({ id: short.id, expired: true }),
  )
  expect(second.hasEnded).toBe(false)
  expect((await anna.delete(`${OWN_TOKENS}/${long.id}`)).status).toBe(200)
  expect((await app.anonymous.get(CURRENT, long.bearer)).status).toBe(401)
  clock.advance(1000)
  await second.ended()
  expect((await anna.delete(`${OWN_TOKENS}/${long.id}`)).status).toBe(404)
})

test('admins list and revoke the tokens of others, whom nobody else can reach', async () => {
  await using app = await startShop()
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const bert = await memberOf(app, 'shop', 'guest')
  const token = await makeAccessToken(anna, { name: 'laptop' })
  const { user_id } = (await anna.get(CURRENT)).body
  const tokens = `/api/v2.0/users/${user_id}/tokens`
  expect((await bert.delete(`${OWN_TOKENS}/${token.id}`)).status).toBe(404)
  expect((await bert.get(tokens)).status).toBe(403)
  expect((await bert.delete(`${tokens}/${token.id}`)).status).toBe(403)
  expect((await app.api.get(tokens)).body).toMatchObject([{ id: token.id, name: 'laptop' }])
  expect((await app.api.get('/api/v2.0/users/999999/tokens')).status).toBe(404)
  expect((await app.api.delete(`${tokens}/${token.id}`)).status).toBe(200)
  expect((await app.anonymous.get(CURRENT, token.bearer)).status).toBe(401)
  const { body } = await app.api.get('/api/v2.0/audit-logs?q=resource_type=access-token')
  const resource = `${memberLogin('shop', 'projectAdmin').user}/laptop`
  expect(body).toMatchObject([
    { operation: 'delete', resource, resource_id: token.id, username: 'admin', status: 200 },
    { operation: 'delete', status: 404 },
    { operation: 'create', resource, resource_id: token.id, status: 201 },
  ])
  expect(JSON.stringify(body)).not.toContain(token.secret)
})

test('the audit log names the user and the token of a call', async () => {
  await using app = await startShop()
  const token = await makeAccessToken(app.api, { name: 'laptop' })
  await app.anonymous.post(POLICIES, POLICY, token.bearer)
  const { body } = await app.api.get('/api/v2.0/audit-logs?q=access_token=laptop')
  expect(body).toMatchObject([
    { username: 'admin', access_token: 'laptop', resource: 'ci', operation: 'create' },
  ])
  const all = await app.api.get('/api/v2.0/audit-logs?q=operation_id=CreateAccessToken')
  expect(all.body[0]).not.toHaveProperty('access_token')
})

test.for<[string, object, string]>([
  ['no name', {}, 'name'],
  ['an empty name', { name: '' }, 'name'],
  ['a name that nobody can see', { name: '\u200b' }, 'it has no visible character'],
  ['a name with a line break', { name: 'a\nb' }, 'control character U+000A'],
  ['a long name', { name: 'a'.repeat(256) }, 'name'],
  ['no days', { name: 'a', duration: 0 }, 'from 1 to 366, or -1 for never, not 0'],
  ['too many days', { name: 'a', duration: 367 }, 'from 1 to 366'],
  ['days in words', { name: 'a', duration: 'ten' }, 'duration'],
  ['no limits in a list of them', { name: 'a', permissions: [] }, 'permissions is empty'],
  ['an unknown project', { name: 'a', permissions: [limitsIn('shpo')] }, 'you see no project "shpo"'],
  [
    'an unknown action',
    { name: 'a', permissions: [limitsIn('shop', ['fly'])] },
    'bad request permission: *:fly',
  ],
  ['an unknown key', { name: 'a', expires: 3 }, 'expires'],
])('%s is refused with words', async ([, body, message]) => {
  await using app = await startShop()
  const refused = await app.api.post(OWN_TOKENS, body)
  expect([400, 422]).toContain(refused.status)
  expect(refused.body.errors[0].message).toContain(message)
  expect(app.rows('select * from access_token')).toEqual([])
})

test('a name that is taken is a conflict, and robots have no tokens', async () => {
  await using app = await startShop()
  await makeAccessToken(app.api, { name: 'laptop' })
  const again = await app.api.post(OWN_TOKENS, { name: 'laptop' })
  expect(again.status).toBe(409)
  expect(again.body.errors[0].message).toContain('there is another access token laptop')
  const access = [{ resource: 'project', action: 'read' }]
  const permissions = [{ kind: 'project', namespace: 'shop', access }]
  const { body } = await app.api.post('/api/v2.0/robots', {
    name: 'ci',
    level: 'project',
    duration: 1,
    permissions,
  })
  const robot = apiClient(app.url, { user: body.name, password: body.secret })
  expect((await robot.post(OWN_TOKENS, { name: 'mine' })).status).toBe(412)
})
