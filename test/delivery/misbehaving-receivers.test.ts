import { expect, test } from 'vitest'
import type { Answer } from '../support/receivers/answer.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const settings = { WEBHOOK_TIMEOUT_MS: '300', WEBHOOK_INITIAL_WAIT_MS: '10', WEBHOOK_MAX_RETRY: '1' }
const atLeastMs = 300
/** Attempts have a deadline over everything; a busy machine sees to it late. */
const atMostMs = 1500

interface Case {
  readonly receiver: string
  readonly answer: Answer
  readonly code: string
  readonly reason: string
  readonly takesTimeout: boolean
}

const cases: readonly Case[] = [
  {
    receiver: 'hangs',
    answer: { does: 'hang' },
    code: 'timeout',
    reason: 'no answer within 300 ms',
    takesTimeout: true,
  },
  {
    receiver: 'drips its headers',
    answer: { does: 'dripHeaders', everyMs: 20 },
    code: 'timeout',
    reason: 'no answer within 300 ms',
    takesTimeout: true,
  },
  {
    receiver: 'closes without a word',
    answer: { does: 'closeAtOnce' },
    code: 'closed',
    reason: 'the connection broke before the answer',
    takesTimeout: false,
  },
]

test.each(cases)(
  'a receiver that $receiver fails, is tried again, and the reason is clear',
  async (given) => {
    await using receiver = await startReceiver({ respond: () => given.answer })
    await using app = await startTestApp({ settings })
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })

    await push(app)
    const { id, status, status_message: reason } = await policy.endedAlone()

    expect(status).toBe('Error')
    expect(reason).toContain(given.reason)
    expect(reason).toContain('; gave up: all 1 retries are used')
    expect(receiver.requests).toHaveLength(2)
    const attempts = await app.store.deliveries.attempts(id)
    expect(attempts.map(({ failure }) => failure?.code)).toEqual([given.code, given.code])
    for (const { durationMs } of attempts) {
      expect(durationMs).toBeLessThan(atMostMs)
      if (given.takesTimeout) expect(durationMs).toBeGreaterThanOrEqual(atLeastMs - 1)
    }
    const log = await policy.log(id)
    expect(log).toMatch(new RegExp(`attempt 1 failed after \\d+ ms \\[${given.code}\\]`))
    await expect.poll(() => receiver.openConnections, { message: 'no connection is left' }).toBe(0)
  },
)

test('nothing listens: no connection, tried again, and the reason is clear', async () => {
  await using receiver = await startReceiver()
  await receiver.stop()
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  const { status, status_message: reason } = await policy.endedAlone()

  expect(status).toBe('Error')
  expect(reason).toMatch(/^no connection: .*ECONNREFUSED.*; gave up: all 1 retries are used$/)
})

// The receiver said 2xx, so it has the event; to send it once more would have it twice.
test.each([
  ['drips its body', { does: 'drip', everyMs: 20 }, 'the answer did not end within 300 ms', true],
  ['closes in the middle of its answer', { does: 'closeMidAnswer' }, 'the answer broke off: ', false],
] as const)(
  'a receiver that says 200 and then %s has delivered, and a remark is on record',
  async (_, answer, remark, takesTimeout) => {
    await using receiver = await startReceiver({ respond: () => answer })
    await using app = await startTestApp({ settings })
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })

    await push(app)
    const { id, status } = await policy.endedAlone()

    expect(status).toBe('Success')
    expect(receiver.requests).toHaveLength(1)
    const [attempt] = await app.store.deliveries.attempts(id)
    expect(attempt!.durationMs).toBeLessThan(atMostMs)
    if (takesTimeout) expect(attempt!.durationMs).toBeGreaterThanOrEqual(atLeastMs - 1)
    const log = await policy.log(id)
    expect(log).toContain('< HTTP/1.1 200 OK\n< content-')
    expect(log).toContain(`\n< (${remark}`)
    await expect.poll(() => receiver.openConnections, { message: 'no connection is left' }).toBe(0)
  },
)

test('a receiver that does not speak HTTP fails, and the reason is clear', async () => {
  await using receiver = await startReceiver({ tls: true })
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [receiver.url().replace('https:', 'http:')] })

  await push(app)
  const { status, status_message: reason } = await policy.endedAlone()

  expect(status).toBe('Error')
  expect(reason).toMatch(
    /^the (receiver does not speak HTTP as it should|connection broke before the answer): /,
  )
})
