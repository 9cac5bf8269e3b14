import { beforeAll, expect, test } from 'vitest'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp
let shop: { path: string; projectId: number; policyId: number }

const policy = {
  name: 'ci',
  enabled: true,
  event_types: ['PUSH_ARTIFACT'],
  targets: [{ type: 'http', address: 'https://hook.example.com/a' }],
}
const policiesOf = (project: string | number): string => `/api/v2.0/projects/${project}/webhook/policies`

beforeAll(async () => {
  app = await startTestApp()
  for (const project_name of ['shop', 'other', '777'])
    await app.api.post('/api/v2.0/projects', { project_name })
  const path = policiesOf('shop')
  const { headers } = await app.api.post(path, policy)
  const policyId = Number(String(headers['location']).split('/').at(-1))
  const [{ project_id: projectId }] = (await app.api.get('/api/v2.0/projects?name=shop')).body
  shop = { path, projectId, policyId }
  return () => app[Symbol.asyncDispose]()
})

const failure = (code: string, message: string) => ({ errors: [{ code, message }] })

test('a project is found by its name and by its number', async () => {
  for (const project of ['shop', shop.projectId]) {
    const { status, body } = await app.api.get(`${policiesOf(project)}/${shop.policyId}`)
    expect([status, body.name]).toEqual([200, 'ci'])
  }
})

test('a project whose name is a number is found by name only when the caller says so', async () => {
  const byName = await app.api.get(policiesOf('777'), { 'x-is-resource-name': 'true' })
  expect([byName.status, byName.body]).toEqual([200, []])
  expect((await app.api.get(policiesOf('777'))).status).toBe(404)
  expect((await app.api.get(policiesOf('777'), { 'x-is-resource-name': 'false' })).status).toBe(404)
  const byNumber = await app.api.get(policiesOf(shop.projectId), { 'x-is-resource-name': 'true' })
  expect(byNumber.status).toBe(404)
})

test.for(['nowhere', '4711', '-1', 'Shop', 'shop%00', 'shop%2Fweb'])(
  'there is no project %s',
  async (project) => {
    const { status, body } = await app.api.get(policiesOf(project))
    expect(status).toBe(404)
    expect(body).toEqual(failure('NOT_FOUND', `project ${decodeURIComponent(project)} not found`))
  },
)

test('a policy that does not exist, or is of another project, is not found', async () => {
  const [other] = (await app.api.get('/api/v2.0/projects?name=other')).body
  const { status, body } = await app.api.get(`${policiesOf('other')}/${shop.policyId}`)
  const message = `resource not found: project id:${other.project_id}, webhook policy id: ${shop.policyId} not found`
  expect([status, body]).toEqual([404, failure('NOT_FOUND', message)])
  const unknown = (await app.api.get(`${shop.path}/4711`)).body
  expect(unknown).toEqual(failure('NOT_FOUND', 'notificationPolicy 4711 not found'))
  for (const path of [`${shop.path}/4711`, `${policiesOf('other')}/${shop.policyId}`]) {
    expect((await app.api.put(path, policy)).status).toBe(404)
    expect((await app.api.delete(path)).status).toBe(404)
    expect((await app.api.get(`${path}/executions`)).status).toBe(404)
  }
  expect((await app.api.get(`${shop.path}/${shop.policyId}`)).status).toBe(200)
})

test.for(['seven', 'true', '1.5', '1e0', '%20'])('%s is no policy id, and stands for none', async (id) => {
  for (const { status, body } of [
    await app.api.get(`${shop.path}/${id}`),
    await app.api.put(`${shop.path}/${id}`, policy),
    await app.api.delete(`${shop.path}/${id}`),
  ]) {
    expect([status, body.errors?.[0].code]).toEqual([422, 'UNPROCESSABLE_ENTITY'])
  }
})

test('nobody gets anything without logging in, and a wrong password is as good as none', async () => {
  const wrong = { user: 'admin', password: 'wrong' }
  const unknown = { user: 'mallory', password: 'wrong' }
  const calls = [
    (api: ApiClient) => api.get(shop.path),
    (api: ApiClient) => api.post(shop.path, policy),
    (api: ApiClient) => api.get(policiesOf('nowhere')),
    (api: ApiClient) => api.put(`${shop.path}/${shop.policyId}`, policy),
    (api: ApiClient) => api.delete(`${shop.path}/${shop.policyId}`),
    (api: ApiClient) => api.get(`${shop.path}/${shop.policyId}/executions`),
  ]
  // Whoever guesses more often has to wait.
  const few = calls.slice(0, 4)
  const callers = [
    { api: app.anonymous, makes: calls },
    { api: apiClient(app.url, wrong), makes: few },
    { api: apiClient(app.url, unknown), makes: few },
  ]
  for (const { api, makes } of callers) {
    for (const make of makes) {
      const { status, body, headers } = await make(api)
      expect([status, body]).toEqual([401, failure('UNAUTHORIZED', 'unauthorized')])
      expect(headers['www-authenticate']).toMatch(/^Basic /)
    }
  }
  expect((await app.api.get(`${shop.path}/${shop.policyId}`)).status).toBe(200)
})

test('a method that a path does not know is refused with those that it knows', async () => {
  const { status, body, headers } = await app.api.put(shop.path, policy)
  expect([status, body.errors[0].code]).toEqual([405, 'METHOD_NOT_ALLOWED'])
  expect(headers['allow']).toBe('GET, POST')
  const tested = await app.api.post(`${shop.path}/test`, policy)
  expect(tested.status).toBe(405)
})

test('a path that nobody knows is not found', async () => {
  const { status, body } = await app.api.get('/api/v2.0/lighthouses')
  expect([status, body.errors[0].code]).toEqual([404, 'NOT_FOUND'])
})

test('the caller’s request id comes back, on failures too, and else there is a new one', async () => {
  const headers = { 'x-request-id': 'my-request-1' }
  expect((await app.api.get(shop.path, headers)).headers['x-request-id']).toBe('my-request-1')
  expect((await app.api.get(policiesOf('nowhere'), headers)).headers['x-request-id']).toBe('my-request-1')
  expect((await app.anonymous.get('/nowhere', headers)).headers['x-request-id']).toBe('my-request-1')
  const [one, other] = [await app.api.get(shop.path), await app.api.get(shop.path)]
  expect(one.headers['x-request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(one.headers['x-request-id']).not.toBe(other.headers['x-request-id'])
})

test('answers and failures are JSON that ends with a line break; as in Harbor only failures name the charset', async () => {
  const expected = [
    [shop.path, 'application/json'],
    [policiesOf('nowhere'), 'application/json; charset=utf-8'],
  ] as const
  for (const [path, type] of expected) {
    const answer = await fetch(new URL(path, app.url), {
      headers: { authorization: `Basic ${btoa(`admin:${adminPassword}`)}` },
    })
    expect(answer.headers.get('content-type')).toBe(type)
    expect(await answer.text()).toMatch(/[\]}]\n$/)
  }
})
