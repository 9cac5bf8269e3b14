import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { LEGACY_WEBHOOK, WEBHOOK } from '../support/app/shop-paths.ts'

const CANARY = 'Bearer canary-of-the-test'

let app: TestApp
let receiver: Receiver
let targetId: number

beforeAll(async () => {
  receiver = await startReceiver()
  app = await startTestApp()
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  const { headers } = await app.api.post(`${WEBHOOK}/policies`, {
    name: 'stored',
    enabled: false,
    event_types: ['PULL_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url('/stored'), auth_header: CANARY }],
  })
  targetId = (await app.api.get(String(headers['location']))).body.targets[0].id
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const last = () => receiver.requests.at(-1)!

test('a target that is not saved gets a real sample, and what came back is told', async () => {
  const target = { type: 'http', address: receiver.url('/new?x=1'), auth_header: CANARY }
  const { status, body } = await app.api.post(`${WEBHOOK}/targets/test`, { event_type: 'pullImage', target })
  expect([status, body]).toEqual([
    200,
    {
      success: true,
      duration_ms: expect.any(Number),
      phases: {
        connection: expect.any(Number),
        waiting: expect.any(Number),
        reading: expect.any(Number),
      },
      request: {
        line: 'POST /new?x=1 HTTP/1.1',
        headers: expect.objectContaining({
          authorization: '[redacted]',
          'x-bellbuoy-event': 'PULL_ARTIFACT',
        }),
        body: last().body,
      },
      response: expect.objectContaining({ status: 200, truncated: false }),
    },
  ])
  expect(last().headers.authorization).toBe(CANARY)
  expect(JSON.parse(last().body)).toMatchObject({
    type: 'PULL_ARTIFACT',
    event_data: { repository: { namespace: 'shop' } },
  })
})

test('a stored target is tested with its secrets, although its policy is disabled', async () => {
  const { body } = await app.api.post(`${WEBHOOK}/targets/${targetId}/test`, {})
  expect(body.success).toBe(true)
  expect(last().path).toBe('/stored')
  expect(last().headers.authorization).toBe(CANARY)
  expect(last().headers['x-bellbuoy-event']).toBe('PUSH_ARTIFACT')
})

test('the stored secrets stand in for those that an edited target leaves out, at the same host only', async () => {
  const test = (address: string) =>
    app.api.post(`${WEBHOOK}/targets/test`, { target: { type: 'http', address }, target_id: targetId })
  expect((await test(receiver.url('/moved'))).body.success).toBe(true)
  expect(last().headers.authorization).toBe(CANARY)
  const elsewhere = await test('http://127.0.0.2:9/')
  expect([elsewhere.status, elsewhere.body.errors[0].message]).toEqual([
    400,
    expect.stringContaining('is kept for'),
  ])
})

test('nothing of a test is stored as an event or a delivery', async () => {
  expect((await app.api.get(`${WEBHOOK}/received-events`)).body.items).toEqual([])
  expect((await app.api.get(`${WEBHOOK}/deliveries`)).body.items).toEqual([])
})

test('an answer that is no success is told with its body, as the failure that it would be', async () => {
  receiver.respond = () => ({ status: 401, body: 'who are you?' })
  const { body } = await app.api.post(`${WEBHOOK}/targets/${targetId}/test`, {})
  receiver.respond = () => ({ status: 200 })
  expect(body).toMatchObject({
    success: false,
    response: { status: 401, body: 'who are you?' },
    error: { code: 'status', text: 'the receiver answered 401' },
  })
})

test.for([
  ['http://127.0.0.1:9/', { code: 'connect' }],
  ['http://no-such-host.invalid/', { code: 'dns' }],
  ['http://169.254.169.254/latest', { code: 'blocked_address' }],
] as const)('no connection to %s is told in words', async ([address, error]) => {
  const { status, body } = await app.api.post(`${WEBHOOK}/targets/test`, {
    target: { type: 'http', address },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ success: false, error: { ...error, text: expect.stringMatching(/\w+/) } })
  expect(body).not.toHaveProperty('response')
})

test.for([
  [{ target: { type: 'http', address: 'ftp://a.test' } }, 'invalid scheme: ftp'],
  [{ target: { type: 'pigeon', address: 'loft' } }, 'unsupported target type pigeon'],
  [{ target: { type: 'http', address: 'http://a.test' }, event_type: 'SOMETHING' }, 'unsupported event type'],
] as const)('the test %j is refused', async ([request, message]) => {
  const { status, body } = await app.api.post(`${WEBHOOK}/targets/test`, request)
  expect([status, body.errors[0].message]).toEqual([400, expect.stringContaining(message)])
})

test('a target of another project is not found', async () => {
  const elsewhere = '/api/v2.0/projects/other/webhook'
  expect((await app.api.post(`${elsewhere}/targets/${targetId}/test`, {})).status).toBe(404)
  expect((await app.api.post(`/api/v2.0/webhook/targets/${targetId}/test`, {})).status).toBe(404)
  const target = { type: 'http', address: receiver.url() }
  const lent = await app.api.post(`${elsewhere}/targets/test`, { target, target_id: targetId })
  expect(lent.status).toBe(404)
})

test('a preview shows the very body that a test sends', async () => {
  const target = { type: 'http', payload_format: 'Proposal' }
  const { body } = await app.api.post(`${WEBHOOK}/payload-preview`, { event_type: 'deleteImage', target })
  expect(body).toEqual({ content_type: 'application/json', body: expect.any(String), warnings: [] })
  expect(JSON.parse(body.body)).toMatchObject({ type: 'deleteImage', repository: { namespace: 'shop' } })
  const unknown = await app.api.post(`${WEBHOOK}/payload-preview`, {
    target: { type: 'http', payload_format: 'Guesswork' },
  })
  expect(unknown.status).toBe(400)
})

test('the test call of 1.10 sends a sample to every target and says what came back', async () => {
  const targets = ['/one', '/two'].map((path) => ({ type: 'http', address: receiver.url(path), secret: 's' }))
  const request = { targets, event_types: ['deleteImage'] }
  receiver.respond = () => ({ status: 500 })
  const { status, body } = await app.api.post(`${LEGACY_WEBHOOK}/policies/test`, request)
  receiver.respond = () => ({ status: 200 })
  expect(status, 'as in 1.10, any answer will do').toBe(200)
  expect(body.targets).toMatchObject([
    { address: targets[0]!.address, success: false, response: { status: 500 } },
    { address: targets[1]!.address, success: false, response: { status: 500 } },
  ])
  expect(last().headers.authorization).toBe('Secret s')
  expect(JSON.parse(last().body).type).toBe('deleteImage')
})

test('the test call of 1.10 fails in its own words when nobody answers', async () => {
  const targets = [{ type: 'http', address: 'http://127.0.0.1:9/' }]
  const { status, body } = await app.api.post(`${LEGACY_WEBHOOK}/policies/test`, { targets })
  expect([status, JSON.parse(body)]).toEqual([
    400,
    { code: 400, message: expect.stringContaining('http://127.0.0.1:9/: no connection') },
  ])
  expect((await app.api.post(`${LEGACY_WEBHOOK}/policies/test`, {})).status).toBe(400)
})
