import { expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

/** Moves a clock on in steps until something holds, so that what is due has its time to happen. */
async function advanceUntil(clock: ManualClock, holds: () => boolean): Promise<void> {
  await waitUntil(
    () => {
      clock.advance(100)
      return holds()
    },
    { what: 'it holds', timeoutMs: 15_000 },
  )
}

test('a target with a rate limit gets its burst at once and then one after the other', async () => {
  const clock = new ManualClock(Date.now())
  const times: number[] = []
  await using receiver = await startReceiver({
    respond: () => {
      times.push(clock.now())
      return { status: 200 }
    },
  })
  await using app = await startTestApp({ clock })
  const options = { rate_limit: { per_second: 1, burst: 2 } }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url(), options }] })
  for (let count = 0; count < 5; count++) await push(app)

  await advanceUntil(clock, () => times.length === 5)
  const began = times[0]!
  times.slice(2).forEach((at, index) => expect(at - began).toBeGreaterThanOrEqual((index + 1) * 1000))
  expect((await policy.ended(5)).every(({ status }) => status === 'Success')).toBe(true)
})

test('a receiver that asks for a rest gets one from all that is for it', async () => {
  const clock = new ManualClock(Date.now())
  await using receiver = await startReceiver({
    respond: (_, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '60' } } : { status: 200 },
  })
  await using app = await startTestApp({ clock })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await push(app)
  await waitUntil(() => app.rows('select 1 from attempt').length === 1, { what: 'the 429 is on record' })
  for (let count = 0; count < 3; count++) await push(app)
  for (let second = 0; second < 59; second++) clock.advance(1000)
  await waitUntil(() => app.rows(`select 1 from delivery where state = 'pending'`).length === 4, {
    what: 'all wait',
  })
  expect(receiver.requests).toHaveLength(1)

  await advanceUntil(clock, () => receiver.requests.length === 5)
  expect((await policy.ended(4)).every(({ status }) => status === 'Success')).toBe(true)
})

test('ten slow targets and a dead one keep no other waiting', async () => {
  await using receiver = await startReceiver()
  await using dead = await startReceiver({ respond: () => ({ does: 'hang' }) })
  await using app = await startTestApp()
  const slow = Array.from({ length: 10 }, (_, index) => ({
    address: receiver.url(`/slow/${index}`),
    options: { rate_limit: { per_minute: 1 } },
  }))
  await createPolicy(app.api, {
    targets: [...slow, { address: dead.url() }, { address: receiver.url('/fast') }],
  })
  for (let count = 0; count < 20; count++) await push(app)

  const at = (prefix: string) => receiver.requests.filter(({ path }) => path.startsWith(prefix)).length
  await receiver.waitUntil(() => at('/fast') === 20, 10_000)
  await waitUntil(() => at('/slow/') === 10, { what: 'each slow target gets its first' })
  expect(at('/slow/')).toBe(10)
})
