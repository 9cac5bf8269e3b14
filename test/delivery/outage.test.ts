import { expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import { digestOf, push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'

/** Waits that do not grow, and retries enough for any outage in here. */
const settings = { WEBHOOK_INITIAL_WAIT_MS: '50', WEBHOOK_FACTOR: '1', WEBHOOK_MAX_RETRY: '100' }

async function allHaveFailedOnce(policy: WebhookPolicy, count: number): Promise<void> {
  const haveFailed = async () =>
    (await policy.executions()).filter(({ status_message: reason }) => reason !== undefined).length === count
  await waitUntil(haveFailed, { what: 'every delivery has failed once' })
}

test('everything arrives after an outage of the receiver, in the middle of deliveries', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  const before = await Promise.all(Array.from({ length: 50 }, () => push(app)))

  const posted = Array.from({ length: 50 }, () => push(app))
  await receiver.stop()
  const during = await Promise.all([...posted, ...Array.from({ length: 20 }, () => push(app))])
  const failed = async () =>
    (await policy.executions()).some(({ status_message: text }) => text !== undefined)
  await waitUntil(failed, { what: 'some delivery fails' })
  await receiver.restartOnSamePort()
  const executions = await policy.ended(120)

  expect(executions.every(({ status }) => status === 'Success')).toBe(true)
  expect(new Set(receiver.requests.map(digestOf))).toEqual(new Set([...before, ...during]))
})

test('deliveries that wait for a wrong address arrive once it is put right', async () => {
  await using gone = await startReceiver()
  await gone.stop()
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [gone.url()] })
  const digests = await Promise.all(Array.from({ length: 10 }, () => push(app)))
  await allHaveFailedOnce(policy, 10)

  await policy.update({ targets: [{ type: 'http', address: receiver.url() }] })
  const executions = await policy.ended(10)

  expect(executions.every(({ status }) => status === 'Success')).toBe(true)
  expect(new Set(receiver.requests.map(digestOf))).toEqual(new Set(digests))
  const log = await policy.log(executions[0]!.id)
  expect(log).toMatch(/attempt 1 failed .*ECONNREFUSED/)
  expect(log).toContain(`> host: ${new URL(receiver.url()).host}`)
})

test('deliveries that a receiver refuses arrive once its secret is put right', async () => {
  await using receiver = await startReceiver({
    respond: ({ headers }) => ({ status: headers.authorization === 'Secret right' ? 200 : 401 }),
  })
  await using app = await startTestApp({ settings })
  const target = { type: 'http', address: receiver.url() }
  const policy = await createPolicy(app.api, { targets: [{ ...target, secret: 'wrong' }] })
  await push(app)
  await allHaveFailedOnce(policy, 1)

  await policy.update({ targets: [{ ...target, secret: 'right' }] })

  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
})

test('a delivery that gets too old while it waits expires, with the reason for which it waited', async () => {
  const clock = new ManualClock()
  const headers = { 'retry-after': '1800' }
  await using receiver = await startReceiver({ respond: () => ({ status: 503, headers }) })
  await using app = await startTestApp({ clock, settings: { WEBHOOK_MAX_AGE_MS: '60000' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await push(app)
  await allHaveFailedOnce(policy, 1)

  const ended = async () => {
    clock.advance(15_000)
    return (await policy.executions()).find(({ status }) => status !== 'Pending')
  }
  const { status, status_message: reason } = await waitUntil(ended, { what: 'the delivery ends' })

  expect(status).toBe('Stopped')
  expect(reason).toBe('the receiver answered 503; older than the maximum age')
  expect(receiver.requests).toHaveLength(1)
})
