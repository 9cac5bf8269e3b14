import { beforeAll, expect, test } from 'vitest'
import { deleteEvent, envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

let app: TestApp
let executions: string

beforeAll(async () => {
  const stack = new AsyncDisposableStack()
  app = stack.use(await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } }))
  const receiver = stack.use(
    await startReceiver({
      respond: ({ body }) => ({ status: body.includes('DELETE_ARTIFACT') ? 500 : 200 }),
    }),
  )
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  for (const name of ['alpha', 'beta_1', 'beta-2']) await app.api.post(POLICIES, policy(name, receiver.url()))
  const [{ id }] = (await app.api.get(`${POLICIES}?q=name=alpha`)).body
  executions = `${POLICIES}/${id}/executions`
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  await app.postEnvelope(
    envelope([deleteEvent({ repository: 'shop/web', digest: randomDigest(), user: 'ci' })]),
  )
  await waitUntil(
    async () => (await app.api.get(`${executions}?q=status={Success Error}`)).body.length === 2,
    {
      what: 'both deliveries have ended',
    },
  )
  return () => stack.disposeAsync()
})

const policy = (name: string, address: string): object => ({
  name,
  enabled: name !== 'beta-2',
  event_types: ['PUSH_ARTIFACT', 'DELETE_ARTIFACT'],
  targets: [{ type: 'http', address }],
})

const names = async (query: string): Promise<string[]> => {
  const { status, body } = await app.api.get(`${POLICIES}?${query}`)
  expect(status).toBe(200)
  return body.map(({ name }: { name: string }) => name)
}

test.for([
  ['q=name=alpha', ['alpha']],
  ['q=name=~BETA&sort=name', ['beta-2', 'beta_1']],
  ['q=name=~a_1', ['beta_1']],
  ['q=name%253D~beta&sort=-name', ['beta_1', 'beta-2']],
  ['q=enabled=false', ['beta-2']],
  ['q=enabled=true,name=~beta', ['beta_1']],
  ['q=id=[2~3]&sort=id', ['beta_1', 'beta-2']],
  ['q=event_types=~PUSH&sort=id', ['alpha', 'beta_1', 'beta-2']],
  ['q=targets=~127.0.0.1,name={alpha beta_1}&sort=id', ['alpha', 'beta_1']],
  ['q=nothing=1&sort=nothing', ['beta-2', 'beta_1', 'alpha']],
] as const)('policies asked with %s are %j', async ([query, expected]) => {
  expect(await names(query)).toEqual(expected)
})

test('the total counts what the conditions left, before paging', async () => {
  const { headers, body } = await app.api.get(`${POLICIES}?q=name=~beta&page_size=1`)
  expect(headers['x-total-count']).toBe('2')
  expect(body).toHaveLength(1)
})

test('a malformed q is 400 in Harbor’s words', async () => {
  const { status, body } = await app.api.get(`${POLICIES}?q=name`)
  const message = 'the query string must contain "=" and the key/value cannot be empty'
  expect([status, body]).toEqual([400, { errors: [{ code: 'BAD_REQUEST', message }] }])
})

test.for([
  ['q=status=Success', ['PUSH_ARTIFACT']],
  ['q=status=Error', ['DELETE_ARTIFACT']],
  ['q=extra_attrs.event_type=PUSH_ARTIFACT', ['PUSH_ARTIFACT']],
  ['q=vendor_type=WEBHOOK,trigger=EVENT&sort=start_time', ['PUSH_ARTIFACT', 'DELETE_ARTIFACT']],
  ['q=vendor_type=SLACK', []],
  ['sort=-id', ['DELETE_ARTIFACT', 'PUSH_ARTIFACT']],
  ['q=start_time=[2000-01-01T00:00:00~2000-01-02T00:00:00]', []],
] as const)('executions asked with %s are of %j', async ([query, expected]) => {
  const { status, headers, body } = await app.api.get(`${executions}?${query}`)
  expect(status).toBe(200)
  expect(headers['x-total-count']).toBe(String(expected.length))
  const types = body.map(
    (execution: { extra_attrs: { event_type: string } }) => execution.extra_attrs.event_type,
  )
  expect(types).toEqual(expected)
})

test.for([
  ['q=status=Error', 1],
  ['q=status={Success Stopped}', 0],
  ['q=run_count=1&sort=-id', 1],
  ['q=run_count=[2~]', 0],
  ['q=vendor_type=WEBHOOK,status_message=~answered&sort=start_time', 1],
  ['q=execution_id=4711', 0],
  ['q=nothing=1&sort=nothing', 1],
] as const)('tasks of a failed execution asked with %s are %i', async ([query, expected]) => {
  const [{ id }] = (await app.api.get(`${executions}?q=status=Error`)).body
  const { status, headers, body } = await app.api.get(`${executions}/${id}/tasks?${query}`)
  expect([status, headers['x-total-count']]).toEqual([200, String(expected)])
  expect(body.map((task: { execution_id: number }) => task.execution_id)).toEqual(Array(expected).fill(id))
})

test('a malformed q of tasks is 400', async () => {
  const [{ id }] = (await app.api.get(executions)).body
  expect((await app.api.get(`${executions}/${id}/tasks?q=status`)).status).toBe(400)
})

test.for(['sort', 'q'])('a %s of 2,000 terms is 400 in every list', async (name) => {
  const terms = Array.from({ length: 2000 }, () => (name === 'q' ? 'id=1' : 'id')).join(',')
  const lists = [
    'projects',
    'users',
    'robots',
    'audit-logs',
    'projects/shop/webhook/policies',
    'projects/shop/logs',
  ]
  for (const path of [...lists.map((list) => `/api/v2.0/${list}`), executions]) {
    const { status, body } = await app.api.get(`${path}?${name}=${terms}`)
    expect([path, status, body.errors[0]]).toEqual([
      path,
      400,
      { code: 'BAD_REQUEST', message: `${name} has more than 100 terms` },
    ])
  }
})
