import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

/** What harbor-cli (on go-client) does: it accepts JSON, but for the log, and picks its decoder by the content type. */
const ACCEPT = { accept: 'application/json' }
const NO_TIME = '0001-01-01T00:00:00.000Z'

let app: TestApp
let api: ApiClient
beforeAll(async () => {
  app = await startTestApp()
  api = app.api
  for (const name of ['demo', ...Array.from({ length: 11 }, (_, index) => `more-${index}`)])
    await api.post('/api/v2.0/projects', { project_name: name })
})
afterAll(() => app[Symbol.asyncDispose]())

const create = (name: string, target: object): object => ({
  creation_time: NO_TIME,
  enabled: true,
  event_types: ['PUSH_ARTIFACT'],
  name,
  targets: [target],
  update_time: NO_TIME,
})

test('log-in as a user asks who that is; wrong credentials are 401', async () => {
  const { status, body } = await api.get('/api/v2.0/users/current', ACCEPT)
  expect({ status, username: body.username }).toEqual({ status: 200, username: 'admin' })
  const wrong = apiClient(app.url, { user: 'admin', password: 'not it' })
  expect((await wrong.get('/api/v2.0/users/current', ACCEPT)).status).toBe(401)
})

test('log-in as a robot: 412 for the user, then projects and ping decide', async () => {
  const made = await api.post('/api/v2.0/robots', {
    name: 'ci',
    level: 'system',
    duration: -1,
    permissions: [
      { kind: 'project', namespace: 'demo', access: [{ resource: 'notification-policy', action: 'list' }] },
    ],
  })
  expect(made.status).toBe(201)
  const robot = apiClient(app.url, { user: made.body.name, password: made.body.secret })
  expect((await robot.get('/api/v2.0/users/current', ACCEPT)).status).toBe(412)
  expect((await robot.get('/api/v2.0/projects?page=1&page_size=1', ACCEPT)).status).toBe(200)
  expect(await robot.get('/api/v2.0/ping', { accept: 'text/plain' })).toMatchObject({
    status: 200,
    body: 'Pong',
  })
  expect((await robot.get('/api/v2.0/projects/demo/webhook/policies', ACCEPT)).status).toBe(200)
})

test('the prompt for a project gets all of them at once', async () => {
  const { status, body } = await api.get('/api/v2.0/projects?page=0&page_size=0', ACCEPT)
  expect({ status, projects: body.length }).toEqual({ status: 200, projects: 12 })
})

test('create, list, look up by name, edit by prompt and delete', async () => {
  const path = '/api/v2.0/projects/demo/webhook/policies'
  const target = {
    address: 'https://hook.example.com',
    auth_header: 'Bearer x',
    payload_format: 'Default',
    type: 'http',
  }
  expect((await api.post(path, create('ci', target), ACCEPT)).status).toBe(201)
  const list = await api.get(path, ACCEPT)
  const [policy] = list.body
  expect(Number.isInteger(Number(list.headers['x-total-count']))).toBe(true)
  expect(policy.targets[0].address).toBe('https://hook.example.com')

  const one = await api.get(`${path}/${policy.id}`, { ...ACCEPT, 'x-is-resource-name': 'true' })
  expect(one.status).toBe(200)
  const edit = create('ci', {
    address: 'https://hook.example.com/v2',
    payload_format: 'Default',
    type: 'http',
  })
  expect((await api.put(`${path}/${policy.id}`, edit, ACCEPT)).status).toBe(200)
  expect((await api.get(`${path}/${policy.id}`, ACCEPT)).body.targets[0]).toMatchObject({
    address: 'https://hook.example.com/v2',
    has_auth_header: true,
  })
  expect((await api.delete(`${path}/${policy.id}`, undefined, ACCEPT)).status).toBe(200)
})

test('an edit by id leaves the name out, which empties it, as with Harbor', async () => {
  const path = '/api/v2.0/projects/demo/webhook/policies'
  await api.post(path, create('named', { address: 'https://hook.example.com', type: 'http' }), ACCEPT)
  const [{ id }] = (await api.get(path, ACCEPT)).body
  const { name: _name, ...nameless } = create('', { address: 'https://hook.example.com', type: 'http' }) as {
    name: string
  }
  expect((await api.put(`${path}/${id}`, nameless, ACCEPT)).status).toBe(200)
  expect((await api.get(`${path}/${id}`, ACCEPT)).body).not.toHaveProperty('name')
})

test('go-client picks text for the log and JSON for all else', async () => {
  const events = await api.get('/api/v2.0/projects/demo/webhook/events', ACCEPT)
  expect(events.status).toBe(200)
  expect(events.headers['content-type']).toContain('application/json')
  expect(events.body.event_type).toContain('PUSH_ARTIFACT')
  expect(events.body.notify_type).toContain('http')
})
