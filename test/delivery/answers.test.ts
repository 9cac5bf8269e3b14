import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const KIB = 1024
const MIB = 1024 * KIB

test('an answer of up to 16 KiB is kept whole', async () => {
  const body = `${'a'.repeat(16 * KIB - 1)}b`
  await using receiver = await startReceiver({ respond: () => ({ status: 200, body }) })
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  const { id } = await policy.endedAlone()

  const [attempt] = await app.store.deliveries.attempts(id)
  expect(attempt!.response).toMatchObject({ body, truncated: false })
})

test('of a longer answer the first 16 KiB are kept, and the log says so', async () => {
  const body = 'a'.repeat(16 * KIB) + 'b'.repeat(10 * KIB)
  await using receiver = await startReceiver({ respond: () => ({ status: 200, body }) })
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  const { id, status } = await policy.endedAlone()

  const [attempt] = await app.store.deliveries.attempts(id)
  expect(attempt!.response).toMatchObject({ body: 'a'.repeat(16 * KIB), truncated: true })
  expect(status).toBe('Success')
  expect(await policy.log(id)).toContain('< (the rest of the answer is not kept)')
})

test('the status counts, also of a failure whose answer is too long to be read', async () => {
  await using receiver = await startReceiver({
    respond: () => ({ status: 500, body: 'x'.repeat(MIB) }),
  })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)

  expect(await policy.endedAlone()).toMatchObject({
    status: 'Error',
    status_message: expect.stringMatching(/^the receiver answered 500;/),
  })
})

test('a receiver that offers 10 GiB at each answer has delivered, and memory stays flat', async () => {
  await using receiver = await startReceiver()
  await using bellbuoy = await startBellbuoy()
  const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url()] })
  const warmUp = 200
  await Promise.all(Array.from({ length: warmUp }, () => push(bellbuoy)))
  await policy.ended(warmUp)
  const beforeBytes = await bellbuoy.memory()

  receiver.respond = () => ({ does: 'flood' })
  const floods = 30
  await Promise.all(Array.from({ length: floods }, () => push(bellbuoy)))
  const executions = await policy.ended(warmUp + floods)

  expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'Success'))
  expect(receiver.requests).toHaveLength(warmUp + floods)
  // Only 64 KiB of each are read; the rest of what was sent fills the buffers of the two sockets.
  expect(receiver.bytesSent / floods).toBeLessThan(16 * MIB)
  expect(await bellbuoy.memory()).toBeLessThan(beforeBytes + 64 * MIB)
})
