import { expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const ALL = { LOG_TRAFFIC: 'all', WEBHOOK_INITIAL_WAIT_MS: '10' }

const linesOf = (app: TestApp, message: string) => app.log.filter(({ msg }) => msg === message)

async function loggedLine(app: TestApp, message: string) {
  await waitUntil(() => linesOf(app, message).length > 0, { what: `the line "${message}"` })
  return linesOf(app, message)[0]
}

const push = () => envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })])

test('one id leads from the notification over each attempt to the receiver', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 0 ? 503 : 204 }) })
  await using app = await startTestApp({ settings: ALL })
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })

  const answer = await app.postEnvelope(push(), { headers: { 'x-request-id': 'from-the-proxy-7' } })
  const requests = await receiver.waitFor(2)

  expect(answer.headers['x-request-id']).toBe('from-the-proxy-7')
  const accepted = await loggedLine(app, 'accepted a notification')
  expect(accepted).toMatchObject({
    requestId: 'from-the-proxy-7',
    source: 'default',
    accepted: 1,
    repeated: 0,
    ignored: 0,
  })
  const [event] = accepted?.['events'] as string[]
  expect(requests.map(({ headers }) => headers['x-request-id'])).toEqual([event, event])
  const delivered = await loggedLine(app, 'delivered')
  const failed = linesOf(app, 'attempt failed, will retry')[0]
  const webhookId = requests[0]?.headers['webhook-id']
  expect(failed).toMatchObject({ event, webhookId, attempt: 1, outcome: 'status_5xx', status: 503 })
  expect(delivered).toMatchObject({ event, webhookId, attempt: 2, outcome: 'success', status: 204 })
  expect(delivered).toMatchObject({
    delivery: failed?.['delivery'],
    project: expect.any(Number),
    policy: expect.any(Number),
    target: expect.any(Number),
    durationMs: expect.any(Number),
  })
})

test.for(['', 'two words', 'a'.repeat(129)])(
  'the request id %j is replaced by a new one, in the answer and in the log',
  async (given) => {
    await using app = await startTestApp({ settings: ALL })

    const { headers } = await app.postEnvelope(push(), { headers: { 'x-request-id': given } })

    const line = await loggedLine(app, 'accepted a notification')
    expect(line?.['requestId']).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers['x-request-id']).toBe(line?.['requestId'])
  },
)

test('what is refused has its request id in the log', async () => {
  await using app = await startTestApp()

  await app.postEnvelope('no envelope', { headers: { 'x-request-id': 'odd-one' } })

  expect(await loggedLine(app, 'refused a notification')).toMatchObject({ requestId: 'odd-one', status: 400 })
})

test('unless all is asked for, only failures have a line', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 0 ? 503 : 204 }) })
  await using app = await startTestApp({ settings: { ...ALL, LOG_TRAFFIC: 'failures' } })
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })

  await app.postEnvelope(push())
  await policy.ended(1)

  expect(linesOf(app, 'attempt failed, will retry')).toHaveLength(1)
  expect([...linesOf(app, 'accepted a notification'), ...linesOf(app, 'delivered')]).toEqual([])
})

test("a target's own x-request-id goes before Bellbuoy's", async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const options = { headers: { 'X-Request-Id': 'of-the-target' } }
  await createPolicy(app.api, {
    project: 'shop',
    targets: [{ type: 'http', address: receiver.url(), options }],
  })

  await app.postEnvelope(push())

  const [request] = await receiver.waitFor(1)
  expect(request?.headers['x-request-id']).toBe('of-the-target')
})
