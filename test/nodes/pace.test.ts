import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTwoApps } from './two-apps.ts'

test('the rate limit of a target holds over all processes', { timeout: 120_000 }, async () => {
  await using receiver = await startReceiver()
  await using apps = await startTwoApps()
  const { one, other } = apps
  const options = { rate_limit: { per_second: 5, burst: 1 } }
  const policy = await createPolicy(one.api, { targets: [{ address: receiver.url(), options }] })
  const EVENTS = 20
  for (let count = 0; count < EVENTS; count++) await push(count % 2 === 0 ? one : other)

  await policy.ended(EVENTS, 90_000)
  const times = receiver.requests.map(({ receivedAt }) => receivedAt)
  expect(times).toHaveLength(EVENTS)
  // The burst, and that of another process where the duty has passed on to it.
  const spanMs = times.at(-1)! - times[0]!
  expect(spanMs).toBeGreaterThanOrEqual(((EVENTS - 3) * 1000) / 5)
})

test(
  'when the process that paces a target ends, another goes on with what waits',
  { timeout: 120_000 },
  async () => {
    await using receiver = await startReceiver()
    await using apps = await startTwoApps()
    const { one, other } = apps
    const options = { rate_limit: { per_second: 2, burst: 1 } }
    const policy = await createPolicy(one.api, { targets: [{ address: receiver.url(), options }] })
    await push(other)
    await policy.endedAlone()
    for (let count = 0; count < 6; count++) await push(one)
    await other[Symbol.asyncDispose]()
    await policy.ended(7, 90_000)
  },
)
