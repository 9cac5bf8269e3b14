import { expect, test } from 'vitest'
import { VERSION } from '../../src/version.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { waitUntil } from '../support/wait-until.ts'

const settings = { WEBHOOK_INITIAL_WAIT_MS: '10' }
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/

test('a webhook is a POST that says what it is, where it comes from and when', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app.api, { targets: [receiver.url('/hook?to=me')] })

  const beforeMs = Date.now()
  await push(app, { repository: 'team/deep/app' })
  const [request] = await receiver.waitFor(1)

  expect(request).toMatchObject({ method: 'POST', path: '/hook?to=me' })
  const { headers, body } = request!
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': `Bellbuoy/${VERSION}`,
    'x-bellbuoy-event': 'PUSH_ARTIFACT',
    'x-bellbuoy-repository': 'team/deep/app',
    'x-bellbuoy-attempt': '1',
    'webhook-id': expect.stringMatching(uuidV7),
  })
  expect(headers).not.toHaveProperty('authorization')
  const timestamp = Number(headers['webhook-timestamp'])
  expect(timestamp).toBeGreaterThanOrEqual(Math.floor(beforeMs / 1000))
  expect(timestamp).toBeLessThanOrEqual(Date.now() / 1000)
})

test('every attempt of a delivery has the same webhook-id and body, and its own number', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index < 3 ? 500 : 200 }) })
  await using app = await startTestApp({ settings })
  await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  const requests = await receiver.waitFor(4)

  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(requests.map(({ body }) => body)).size).toBe(1)
  expect(requests.map(({ headers }) => headers['x-bellbuoy-attempt'])).toEqual(['1', '2', '3', '4'])
})

test('the webhook-timestamp is the time of the attempt', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index < 1 ? 500 : 200 }) })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1200' } })
  await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  const requests = await receiver.waitFor(2)

  const [first, second] = requests.map(({ headers }) => Number(headers['webhook-timestamp']))
  expect(second! - first!).toBeGreaterThanOrEqual(1)
})

test('the webhook-id differs for each event and each target', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app.api, { targets: [receiver.url('/one'), receiver.url('/two')] })
  await createPolicy(app.api, { name: 'other', targets: [receiver.url('/three')] })

  await push(app)
  await push(app)
  const requests = await receiver.waitFor(6)

  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(6)
})

test.each([
  { what: 'auth_header, verbatim', target: { auth_header: 'Bearer  a.b-c==' }, sent: 'Bearer  a.b-c==' },
  { what: 'secret, as the proposal has it', target: { secret: 's3cret' }, sent: 'Secret s3cret' },
])('the Authorization header is the target’s $what, and no log tells it', async ({ target, sent }) => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url(), ...target }] })

  await push(app)
  const [request] = await receiver.waitFor(1)

  expect(request!.headers.authorization).toBe(sent)
  const { id } = await policy.endedAlone()
  const log = await policy.log(id)
  expect(log).toContain('> authorization: [redacted]')
  for (const secret of ['a.b-c', 's3cret']) expect(log).not.toContain(secret)
})

test('a login in the address is sent as Basic, and neither the log nor the request line tells it', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const address = receiver.url('/hook').replace('http://', 'http://bell:bu%6Fy-canary@')
  const policy = await createPolicy(app.api, { targets: [address] })

  await push(app)
  const [request] = await receiver.waitFor(1)

  expect(request!.path).toBe('/hook')
  expect(request!.headers.authorization).toBe(`Basic ${Buffer.from('bell:buoy-canary').toString('base64')}`)
  expect(await policy.log((await policy.endedAlone()).id)).not.toMatch(/canary/)
})

test('a redelivery has its number among those of its event and target, also in its retries', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 1 ? 500 : 200 }) })
  await using app = await startTestApp({ settings })
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  const redeliver = () => app.api.post(`${WEBHOOK}/deliveries/1/redeliver`)
  const succeeded = (count: number) =>
    waitUntil(() => app.rows("select 1 from delivery where state = 'success'").length === count, {
      what: `${count} deliveries have succeeded`,
    })

  await push(app, { repository: 'shop/web' })
  await receiver.waitFor(1)
  await succeeded(1)
  await redeliver()
  await receiver.waitFor(3)
  await succeeded(2)
  await redeliver()
  await succeeded(3)
  await redeliver()
  const requests = await receiver.waitFor(5)

  expect(requests.map(({ headers }) => headers['x-bellbuoy-redelivery'])).toEqual([
    undefined,
    '1',
    '1',
    '2',
    '3',
  ])
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
})
