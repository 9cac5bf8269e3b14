import { expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

const ROBOTS = '/api/v2.0/robots'

const robot = (changes: object = {}) => ({
  name: 'ci',
  level: 'project',
  duration: 30,
  permissions: [
    { kind: 'project', namespace: 'shop', access: [{ resource: 'notification-policy', action: 'list' }] },
  ],
  ...changes,
})

const as = (app: TestApp, { name, secret }: { name: string; secret: string }) =>
  apiClient(app.url, { user: name, password: secret })

test('a project admin makes a robot, which may do what it was given until it expires', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const made = await anna.post(ROBOTS, robot())
  expect(made).toMatchObject({ status: 201, body: { name: 'robot$shop+ci' } })
  expect(made.body.expires_at).toBe(Math.floor((clock.now() + 30 * 86_400_000) / 1000))
  const ci = as(app, made.body)
  expect((await ci.get(POLICIES)).status).toBe(200)
  expect((await ci.get(`${POLICIES}/1`)).status).toBe(403)
  const { body } = await anna.get(`${ROBOTS}?q=Level=project,ProjectID=1`)
  expect(body).toMatchObject([{ name: 'robot$shop+ci', duration: 30, level: 'project', disable: false }])
  expect(JSON.stringify(body)).not.toContain(made.body.secret)
  clock.advance(31 * 86_400_000)
  expect((await ci.get(POLICIES)).status).toBe(401)
})

test('a new secret ends the old one, a disabled robot is nobody, a deleted one too', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const made = await app.api.post(ROBOTS, robot({ level: 'system' }))
  const place = String(made.headers['location'])
  const { body } = await app.api.patch(place, {})
  expect((await as(app, made.body).get(POLICIES)).status).toBe(401)
  const renewed = as(app, { name: made.body.name, secret: body.secret })
  expect((await renewed.get(POLICIES)).status).toBe(200)
  await app.api.put(place, { ...robot(), name: made.body.name, level: 'system', disable: true })
  expect((await renewed.get(POLICIES)).status).toBe(401)
  expect((await app.api.delete(place)).status).toBe(200)
  expect((await app.api.get(place)).status).toBe(404)
})

test('nobody gives a robot what they do not have themselves', async () => {
  await using app = await startTestApp()
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const access = [{ resource: 'notification-policy', action: 'list' }]
  const elsewhere = { permissions: [{ kind: 'project', namespace: 'other', access }] }
  expect((await anna.post(ROBOTS, robot(elsewhere))).status).toBe(403)
  expect((await anna.post(ROBOTS, robot({ level: 'system' }))).status).toBe(403)
  const two = [...robot().permissions, ...elsewhere.permissions]
  expect((await anna.post(ROBOTS, robot({ permissions: two }))).status).toBe(400)
  const maintainer = await memberOf(app, 'shop', 'maintainer')
  expect((await maintainer.post(ROBOTS, robot())).status).toBe(403)
})

/** As a robot that pushes and pulls is defined for Harbor. */
const PUSHER = {
  name: 'pusher',
  level: 'system',
  duration: -1,
  permissions: [
    {
      kind: 'project',
      namespace: 'shop',
      access: [
        { resource: 'repository', action: 'push', effect: 'allow' },
        { resource: 'repository', action: 'pull' },
        { resource: 'notification-policy', action: 'list' },
        { resource: 'label', action: 'create' },
      ],
    },
    { kind: 'system', namespace: '/', access: [{ resource: 'garbage-collection', action: 'read' }] },
  ],
}
const WITHOUT_EFFECT = ['repository:push', 'repository:pull', 'label:create', 'garbage-collection:read']

test('permissions that only Harbor has are kept as they were sent, and the answers say that they mean nothing', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const made = await app.api.post(ROBOTS, PUSHER)
  expect(made).toMatchObject({ status: 201, body: { permissions_without_effect: WITHOUT_EFFECT } })
  const place = String(made.headers['location'])
  const { body } = await app.api.get(place)
  expect(body).toMatchObject({
    permissions: PUSHER.permissions,
    permissions_without_effect: WITHOUT_EFFECT,
  })
  expect((await app.api.put(place, body)).status).toBe(200)
  expect((await app.api.get(place)).body.permissions).toEqual(PUSHER.permissions)
  expect((await as(app, made.body).get(POLICIES)).status).toBe(200)
  const plain = await app.api.post(ROBOTS, robot())
  expect(plain.body).not.toHaveProperty('permissions_without_effect')
})

test('a permission of the wrong kind is named as one without effect', async () => {
  await using app = await startTestApp()
  const access = [{ resource: 'member', action: 'list' }]
  const permissions = [{ kind: 'system', namespace: '/', access }]
  const { body } = await app.api.post(ROBOTS, robot({ level: 'system', permissions }))
  expect(body.permissions_without_effect).toEqual(['member:list'])
})

test('a project admin gives a robot of the project the permissions that only Harbor has', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const access = [
    { resource: 'repository', action: 'push' },
    { resource: 'repository', action: 'pull' },
  ]
  const permissions = [{ kind: 'project', namespace: 'shop', access }]
  expect((await anna.post(ROBOTS, robot({ permissions }))).status).toBe(201)
})

test('a robot gives away only what it has, also of permissions without effect', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const held = [
    { resource: 'robot', action: 'create' },
    { resource: 'repository', action: 'pull' },
  ]
  const inShop = (...access: object[]) => ({ permissions: [{ kind: 'project', namespace: 'shop', access }] })
  const made = await app.api.post(ROBOTS, robot({ name: 'maker', ...inShop(...held) }))
  const maker = as(app, made.body)
  expect((await maker.post(ROBOTS, robot({ name: 'a', ...inShop(held[1]!) }))).status).toBe(201)
  const push = { resource: 'repository', action: 'push' }
  expect((await maker.post(ROBOTS, robot({ name: 'b', ...inShop(push) }))).status).toBe(403)
})

test('a permission that is denied is not granted, whatever else grants it', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const list = { resource: 'notification-policy', action: 'list' }
  const denied = { kind: 'project', namespace: '*', access: [{ ...list, effect: 'deny' }] }
  const permissions = [{ kind: 'project', namespace: 'shop', access: [list] }, denied]
  const made = await app.api.post(ROBOTS, robot({ level: 'system', permissions }))
  expect((await as(app, made.body).get(POLICIES)).status).toBe(403)
  const place = String(made.headers['location'])
  expect((await app.api.get(place)).body.permissions).toEqual(permissions)
  const odd = [{ kind: 'project', namespace: 'shop', access: [{ ...list, effect: 'perhaps' }] }]
  expect((await app.api.post(ROBOTS, robot({ name: 'odd', permissions: odd }))).status).toBe(400)
})

test.for([
  ['an unknown permission', [{ resource: 'ship', action: 'sink' }], 'bad request permission: ship:sink;'],
  [
    'an action that the resource does not have',
    [{ resource: 'accessory', action: 'push' }],
    'accessory:push;',
  ],
  ['a resource that every object has', [{ resource: 'constructor', action: 'read' }], 'constructor:read;'],
  ['a permission without words', [{}], 'bad request permission: :;'],
  ['permissions that list nothing', [], 'bad request empty access'],
] as const)('a robot with %s is 400', async ([, access, message]) => {
  await using app = await startTestApp()
  const permissions = [{ kind: 'system', namespace: '/', access }]
  const { status, body } = await app.api.post(ROBOTS, robot({ level: 'system', permissions }))
  expect([status, body.errors[0].message]).toEqual([400, expect.stringContaining(message)])
})

test('a robot whose permissions have no kind is 400', async () => {
  await using app = await startTestApp()
  const { status, body } = await app.api.post(ROBOTS, robot({ level: 'system', permissions: [{}] }))
  expect([status, body.errors[0].message]).toEqual([400, 'bad request permission level: '])
})

test.for([
  [
    'an unknown permission',
    { permissions: [{ kind: 'project', namespace: 'shop', access: [{ resource: 'ship', action: 'sink' }] }] },
  ],
  ['no permission', { permissions: [] }],
  ['a name that no robot can have', { name: 'CI$' }],
  ['a life of no days', { duration: 0 }],
  ['a life of a million days', { duration: 1_000_000 }],
] as const)('a robot with %s is refused with words', async ([, changes]) => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { status, body } = await app.api.post(ROBOTS, robot(changes))
  expect(status).toBe(400)
  expect(body.errors[0].message).toMatch(/permission|name|days/)
})

test.for([
  [
    'no duration',
    { duration: undefined },
    /^bad request error duration input: 0, duration must be either -1\(Never\)/,
  ],
  ['no level', { level: undefined }, /^bad request error level input: $/],
  ['an unknown level', { level: 'galaxy' }, /^bad request error level input: galaxy$/],
] as const)('a new robot with %s is 400, as in Harbor', async ([, changes, message]) => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { status, body } = await app.api.post(ROBOTS, robot(changes))
  expect(status).toBe(400)
  expect(body.errors[0].message).toMatch(message)
})

test.for([
  ['Level=galaxy', 'bad request error level input: galaxy'],
  ['Level=project', 'must with project ID when to query project robots'],
  ['Level=project,ProjectID=shop', 'ProjectID must be a positive integer'],
  ['Level=project,ProjectID=0', 'ProjectID must be a positive integer'],
])('robots asked with %s are 400, as in Harbor', async ([q, message]) => {
  await using app = await startTestApp()
  const { status, body } = await app.api.get(`${ROBOTS}?q=${q}`)
  expect([status, body.errors[0].message]).toEqual([400, message])
})

test('a robot keeps its name and its level: another one is 400', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const place = String((await app.api.post(ROBOTS, robot())).headers['location'])
  const { body: stored } = await app.api.get(place)
  for (const changes of [{ name: 'robot$shop+other' }, { name: 'ci' }, { level: 'system' }]) {
    const { status, body } = await app.api.put(place, { ...stored, ...changes })
    expect([status, body.errors[0].message]).toEqual([400, 'cannot update the level or name of robot'])
  }
  expect((await app.api.put(place, { ...stored, description: 'builds' })).status).toBe(200)
})

test('another duration counts from the day that the robot was created, as in Harbor', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const created = clock.now()
  const place = String((await app.api.post(ROBOTS, robot())).headers['location'])
  clock.advance(10 * 86_400_000)
  await app.api.put(place, { duration: 60 })
  const { body } = await app.api.get(place)
  expect(body.expires_at).toBe(Math.floor((created + 60 * 86_400_000) / 1000))
})

test('a robot says which user or robot created it, and robots are listed by name', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const permissions = [
    {
      kind: 'system',
      namespace: '/',
      access: ['create', 'list'].map((action) => ({ resource: 'robot', action })),
    },
  ]
  const maker = (await app.api.post(ROBOTS, { name: 'maker', level: 'system', duration: -1, permissions }))
    .body
  const made = (
    await as(app, maker).post(ROBOTS, { name: 'baker', level: 'system', duration: -1, permissions })
  ).body
  const { body } = await app.api.get(ROBOTS)
  expect(body).toMatchObject([
    { id: made.id, name: 'robot$baker', creator_type: 'robot', creator_ref: maker.id },
    { id: maker.id, name: 'robot$maker', creator_type: 'local', creator_ref: 1 },
  ])
})

test('every member but a limited guest lists the robots of the project and reads them', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const place = String((await app.api.post(ROBOTS, robot())).headers['location'])
  const list = `${ROBOTS}?q=Level=project,ProjectID=1`
  const statuses = async (api: ApiClient) => [(await api.get(list)).status, (await api.get(place)).status]
  for (const role of ['projectAdmin', 'maintainer', 'developer', 'guest'] as const)
    expect(await statuses(await memberOf(app, 'shop', role))).toEqual([200, 200])
  expect(await statuses(await memberOf(app, 'shop', 'limitedGuest'))).toEqual([403, 403])
})
