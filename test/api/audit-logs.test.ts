import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

const LOGS = '/api/v2.0/audit-logs'
const EXTS = '/api/v2.0/auditlog-exts'
const POLICY = {
  name: 'ci',
  event_types: ['pushImage'],
  targets: [{ type: 'http', address: 'http://a.test' }],
}

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

test('every change is on record with who, what, where, when and how it ended', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  await app.api.post(POLICIES, POLICY, { 'x-request-id': 'mine-7' })
  await app.api.post(POLICIES, POLICY)
  const { body, headers } = await app.api.get(LOGS)
  expect(headers['x-total-count']).toBe('3')
  expect(body).toMatchObject([
    {
      operation: 'create',
      operation_id: 'CreateWebhookPolicyOfProject',
      operation_result: false,
      status: 409,
    },
    {
      id: 2,
      username: 'admin',
      resource: 'ci',
      resource_type: 'notification-policy',
      operation: 'create',
      operation_description: 'create notification-policy: ci',
      operation_result: true,
      operation_id: 'CreateWebhookPolicyOfProject',
      path: POLICIES,
      project_id: 1,
      status: 201,
      client_address: '127.0.0.1',
      request_id: 'mine-7',
    },
    { resource: 'shop', resource_type: 'project', operation: 'create', status: 201 },
  ])
  expect(Math.abs(Date.parse(body[0].op_time) - Date.now())).toBeLessThan(60_000)
})

test('a project has the part of the log that is its own', async () => {
  const { body } = await app.api.get('/api/v2.0/projects/shop/logs?q=operation_id=CreateProject')
  expect(body).toEqual([])
  const own = await app.api.get('/api/v2.0/projects/shop/logs')
  expect(own.body.map(({ operation_id: id }: { operation_id: string }) => id)).toEqual([
    'CreateWebhookPolicyOfProject',
    'CreateWebhookPolicyOfProject',
  ])
  expect((await app.api.get('/api/v2.0/projects/shop/auditlog-exts')).body).toEqual(own.body)
})

test('reading leaves no entry, and no entry holds what was sent', async () => {
  const before = app.rows('select count(*) as entries from audit')
  await app.api.get(POLICIES)
  expect(app.rows('select count(*) as entries from audit')).toEqual(before)
  const secret = {
    ...POLICY,
    name: 'two',
    targets: [{ ...POLICY.targets[0], auth_header: 'Bearer canary-5' }],
  }
  await app.api.post(POLICIES, secret)
  expect(JSON.stringify(app.rows('select * from audit'))).not.toContain('canary-5')
})

const ANNA = {
  username: 'anna',
  password: 'Anchor-Chain-42',
  email: 'anna@example.test',
  realname: 'Anna',
}
const ROBOT = {
  name: 'ci',
  level: 'project',
  duration: -1,
  permissions: [{ kind: 'project', namespace: 'shop', access: [{ resource: 'log', action: 'list' }] }],
}

/** The newest entry, as Harbor's clients read it. */
const newest = async () => {
  const [{ operation, resource_type, resource }] = (await app.api.get('/api/v2.0/auditlog-exts?page_size=1'))
    .body
  return `${operation} ${resource_type} ${resource}`
}

test('each kind of change is named in Harbor’s words, by its name where only its id was called', async () => {
  const place = async (path: string, body: object) =>
    String((await app.api.post(path, body)).headers['location'])
  const user = await place('/api/v2.0/users', ANNA)
  expect(await newest()).toBe('create user anna')
  await app.api.put(`${user}/sysadmin`, { sysadmin_flag: true })
  expect(await newest()).toBe('update user anna')
  const member = await place('/api/v2.0/projects/shop/members', {
    role_id: 2,
    member_user: { username: 'anna' },
  })
  expect(await newest()).toBe('create member anna')
  await app.api.put(member, { role_id: 3 })
  expect(await newest()).toBe('update member anna')
  await app.api.delete(member)
  expect(await newest()).toBe('delete member anna')
  await app.api.delete(user)
  expect(await newest()).toBe('delete user anna')
  const robot = await place('/api/v2.0/robots', ROBOT)
  expect(await newest()).toBe('create robot robot$shop+ci')
  await app.api.delete(robot)
  expect(await newest()).toBe('delete robot robot$shop+ci')
  await app.api.put('/api/v2.0/configurations', { notification_enable: true })
  expect(await newest()).toBe('update configuration configuration')
  await app.api.put('/api/v2.0/quotas/1', { hard: { storage: -1 } })
  expect(await newest()).toBe('update quota shop')
  const policy = await place(POLICIES, { ...POLICY, name: 'nightly' })
  await app.api.delete(policy)
  expect(await newest()).toBe('delete notification-policy nightly')
  await app.api.put('/api/v2.0/projects/shop', { metadata: { public: 'false' } })
  expect(await newest()).toBe('update project shop')
  await app.anonymous.post('/c/login', 'principal=bert&password=x', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(await newest()).toBe('login user bert')
})

test('webhooks, their targets and what they sent are named and numbered', async () => {
  const create = async (name: string) =>
    Number(
      (await app.api.post(POLICIES, { ...POLICY, name })).headers['location']?.toString().split('/').at(-1),
    )
  const [east, west] = [await create('east'), await create('west')]
  const entries = async (operation: string) =>
    (await app.api.get(`${LOGS}?q=operation_id=${operation}`)).body as Record<string, unknown>[]
  expect((await entries('CreateWebhookPolicyOfProject')).slice(0, 2)).toMatchObject([
    { resource: 'west', resource_id: west, project_name: 'shop' },
    { resource: 'east', resource_id: east, project_name: 'shop' },
  ])
  const { body: policy } = await app.api.get(`${POLICIES}/${east}`)
  const target = `/api/v2.0/projects/shop/webhook/targets/${policy.targets[0].id}`
  await app.api.post(`${target}/pause`)
  expect(await entries('PauseTargetOfProject')).toMatchObject([{ resource: 'east', resource_id: east }])
  await app.api.post(`${target}/rotate-secret`)
  expect(await entries('RotateSecretOfTargetOfProject')).toMatchObject([
    { resource: 'east', resource_id: east },
  ])
})

test('what only asks or tries, and what found nothing to do, leaves no entry', async () => {
  await app.api.post(POLICIES, { ...POLICY, name: 'quiet', enabled: true })
  const before = app.rows('select count(*) as entries from audit')
  const webhook = '/api/v2.0/projects/shop/webhook'
  const period = { since: '2020-01-01T00:00:00Z' }
  const { body: policies } = await app.api.get(`${POLICIES}?q=name=quiet`)
  const statuses = [
    await app.api.post(`${webhook}/deliveries/redeliver`, { all: true, dry_run: true }),
    await app.api.post(`${webhook}/deliveries/stop`, { all: true, dry_run: true }),
    await app.api.post(`${POLICIES}/${policies[0].id}/replay`, { ...period, dry_run: true }),
    await app.api.post(`${webhook}/targets/test`, {
      target: { type: 'http', address: 'http://127.0.0.1:1/' },
    }),
    await app.api.post(`${webhook}/deliveries/stop`, { all: true }),
    await app.api.post(`${POLICIES}/${policies[0].id}/replay`, period),
  ].map(({ status }) => status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200])
  expect(app.rows('select count(*) as entries from audit')).toEqual(before)
})

test('the kinds are listed, and q asks by Harbor’s fields', async () => {
  const { body } = await app.api.get('/api/v2.0/auditlog-exts/events')
  const known = [
    'create_project',
    'update_project',
    'delete_project',
    'create_user',
    'login_user',
    'delete_robot',
  ]
  expect(body).toEqual(expect.arrayContaining(known.map((event_type) => ({ event_type }))))
  const found = await app.api.get(`${LOGS}?q=resource_type=member,operation=delete,resource=anna`)
  expect(found.headers['x-total-count']).toBe('1')
  const failed = await app.api.get(`${LOGS}?q=operation_result=false,username=bert`)
  expect(failed.body).toMatchObject([{ operation: 'login', status: 401 }])
})

test('everyone gets the entries that they may see', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'other' })
  const projectsOf = async (api: ApiClient) => {
    const [logs, exts] = [await api.get(`${LOGS}?page_size=100`), await api.get(`${EXTS}?page_size=100`)]
    expect([logs.status, exts.body]).toEqual([200, logs.body])
    const ids = logs.body.map(({ project_id }: { project_id?: number }) => project_id)
    return [...new Set(ids)]
  }
  expect(await projectsOf(await memberOf(app, 'shop', 'projectAdmin'))).toEqual([1])
  for (const role of ['maintainer', 'developer', 'guest', 'limitedGuest'] as const) {
    const api = await memberOf(app, 'shop', role)
    expect(await projectsOf(api)).toEqual([])
    expect((await api.get('/api/v2.0/projects/shop/logs')).status).toBe(403)
    expect((await api.get(`${EXTS}/events`)).status).toBe(403)
  }
  const { body } = await app.api.post('/api/v2.0/robots', ROBOT)
  expect(await projectsOf(apiClient(app.url, { user: body.name, password: body.secret }))).toEqual([1])
  expect((await app.anonymous.get(EXTS)).status).toBe(401)
})
