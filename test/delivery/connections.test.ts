import { expect, test } from 'vitest'
import { MAX_ATTEMPTS_AT_A_TIME } from '../../src/domain/delivery/target-kind.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

test('deliveries that follow each other share one connection', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  for (const count of [1, 2, 3, 4, 5]) {
    await push(app)
    await policy.ended(count)
  }

  expect(receiver.requests).toHaveLength(5)
  expect(receiver.connections).toBe(1)
})

test('a retry uses the connection of the attempt before', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index < 2 ? 500 : 200 }) })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '10' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  await policy.endedAlone()

  expect(receiver.requests).toHaveLength(3)
  expect(receiver.connections).toBe(1)
})

test('many deliveries at once use more than one connection, but not one each', async () => {
  const answers = Promise.withResolvers<undefined>()
  await using receiver = await startReceiver({
    respond: async () => {
      await answers.promise
      return { status: 200 }
    },
  })
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await Promise.all(Array.from({ length: 300 }, () => push(app)))
  await receiver.waitFor(2)
  answers.resolve(undefined)
  const executions = await policy.ended(300)

  expect(executions.every(({ status }) => status === 'Success')).toBe(true)
  expect(receiver.requests).toHaveLength(300)
  expect(receiver.connections).toBeGreaterThan(1)
  expect(receiver.connections).toBeLessThanOrEqual(MAX_ATTEMPTS_AT_A_TIME)
})

test('no connection outlives the program', async () => {
  await using receiver = await startReceiver()
  {
    await using app = await startTestApp()
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })
    await push(app)
    await policy.endedAlone()
    expect(receiver.openConnections).toBe(1)
  }
  await expect.poll(() => receiver.openConnections).toBe(0)
})
