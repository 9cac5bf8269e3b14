import { expect, test } from 'vitest'
import type { TargetRequest } from '../../src/contract/webhooks/policy.ts'
import { storedAttempts } from '../support/app/stored-attempts.ts'
import { startHttp2Receiver } from '../support/receivers/http2-receiver.ts'
import { push } from '../support/app/push.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { certificate } from '../support/receivers/tls.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const once = { WEBHOOK_MAX_RETRY: '0' }
const localhost = certificate('localhost')
const stranger = certificate('wrong.example')
const client = certificate('client')

/** Has one push delivered to a target, and gives what the policy tells of it. */
async function deliver(app: TestApp, target: TargetRequest) {
  const policy = await createPolicy(app.api, {
    name: `to ${target.address} ${Math.random()}`,
    targets: [target],
  })
  await push(app)
  const execution = await policy.endedAlone()
  await policy.remove()
  return {
    ...execution,
    log: JSON.stringify(storedAttempts(app).at(-1)!.request),
  }
}

test('headers of the owner go with every request, and the record has their names alone', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: once })
  const headers = { 'X-Api-Key': 'hush', 'x-team': 'moor\u00e9' }
  const { log } = await deliver(app, { address: receiver.url(), options: { headers } })

  const [request] = receiver.requests
  expect(request?.headers).toMatchObject({ 'x-api-key': 'hush' })
  // What Go, and so Harbor, would send; Node reads header values byte by byte.
  expect(Buffer.from(String(request?.headers['x-team']), 'latin1').toString()).toBe('moor\u00e9')
  expect(JSON.parse(log).headers).toMatchObject({ 'x-api-key': '[redacted]', 'x-team': '[redacted]' })
})

test.for([
  [{ basic: { username: 'ci', password: 'pä:ss' } }, `Basic ${Buffer.from('ci:pä:ss').toString('base64')}`],
  [{ bearer: { token: 'abc' } }, 'Bearer abc'],
] as const)('%j logs in', async ([options, expected]) => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: once })
  const { log } = await deliver(app, { address: receiver.url(), options })
  expect(receiver.requests[0]?.headers.authorization).toBe(expected)
  expect(JSON.parse(log).headers.authorization).toBe('[redacted]')
})

test('a target may have a deadline of its own', async () => {
  await using receiver = await startReceiver({ respond: () => ({ does: 'hang' }) })
  await using app = await startTestApp({ settings: { ...once, WEBHOOK_TIMEOUT_MS: '30000' } })
  const { status_message: why } = await deliver(app, {
    address: receiver.url(),
    options: { timeout_seconds: 1 },
  })
  expect(why).toContain('no answer within 1000 ms')
})

test('an authority of its own is trusted by the target that names it', async () => {
  await using receiver = await startReceiver({ tls: true })
  await using app = await startTestApp({ settings: once })
  const address = receiver.url()

  expect(await deliver(app, { address })).toMatchObject({ status: 'Error' })
  expect(await deliver(app, { address, options: { ca: localhost.cert } })).toMatchObject({
    status: 'Success',
  })
  expect(await deliver(app, { address, options: { ca: stranger.cert } })).toMatchObject({
    status_message: expect.stringContaining('no trusted connection'),
  })
})

test('a client certificate is shown to a receiver that asks for one', async () => {
  await using receiver = await startReceiver({ tls: true, clientCa: client.cert })
  await using app = await startTestApp({ settings: once })
  const target = (more: object) => ({ address: receiver.url(), options: { ca: localhost.cert, ...more } })
  const shown = { client_certificate: { certificate: client.cert, private_key: client.key } }

  expect(await deliver(app, target({}))).toMatchObject({ status: 'Error' })
  expect(await deliver(app, target(shown))).toMatchObject({ status: 'Success' })
  expect(receiver.requests).toHaveLength(1)
})

test('HTTP/2 is spoken with who offers it when the target says so, and HTTP/1.1 otherwise', async () => {
  await using receiver = await startHttp2Receiver()
  await using app = await startTestApp({ settings: once })
  const options = { ca: localhost.cert }
  await deliver(app, { address: receiver.url, options })
  await deliver(app, { address: receiver.url, options: { ...options, http_version: 'auto' } })
  expect(receiver.requests.map(({ version }) => version)).toEqual(['1.1', '2.0'])
  expect(JSON.parse(receiver.requests[1]!.body)).toMatchObject({ type: 'PUSH_ARTIFACT' })
})

test('HTTP/1.1 is spoken with who has nothing else, whatever the target would like', async () => {
  await using receiver: Receiver = await startReceiver({ tls: true })
  await using app = await startTestApp({ settings: once })
  const options = { ca: localhost.cert, http_version: 'auto' }
  expect(await deliver(app, { address: receiver.url(), options })).toMatchObject({ status: 'Success' })
})
