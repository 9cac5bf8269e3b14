import { expect, test } from 'vitest'
import type { Delivery } from '../../src/domain/delivery/delivery.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { push } from '../support/app/push.ts'
import { type Respond, startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'

type Settings = Readonly<Record<string, string>>

/** The only delivery, once its attempt `number` is on record and it waits or has ended. */
async function afterAttempt(app: TestApp, { id }: WebhookPolicy, number: number): Promise<Delivery> {
  const settled = async () => {
    const { items } = await app.store.deliveries.list(id, { offset: 0, limit: 1 })
    return items[0]?.attempts === number && items[0].state !== 'running' && items[0]
  }
  return waitUntil(settled, { what: `attempt ${number} is on record` })
}

/** Lives through a delivery with a clock that is moved from retry to retry: each wait as it was decided, and its end. */
async function liveThrough({
  respond,
  random = 0,
  settings = {},
}: {
  respond: Respond
  random?: number
  settings?: Settings
}) {
  const clock = new ManualClock()
  await using receiver = await startReceiver({ respond })
  await using app = await startTestApp({ clock, settings, random: () => random })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await push(app)
  const waitsMs: number[] = []
  let delivery = await afterAttempt(app, policy, 1)
  while (delivery.dueAtMs !== null) {
    waitsMs.push(delivery.dueAtMs - clock.now())
    clock.advance(delivery.dueAtMs - clock.now())
    delivery = await afterAttempt(app, policy, waitsMs.length + 1)
  }
  const attempts = await app.store.deliveries.attempts(delivery.id)
  const pausesMs = attempts
    .slice(1)
    .map(({ startedAtMs }, index) => startedAtMs - attempts[index]!.startedAtMs)
  return {
    waitsMs,
    pausesMs,
    state: delivery.state,
    reason: delivery.reason,
    requests: receiver.requests.length,
  }
}

const failing: Respond = () => ({ status: 500 })

test('the shortest waits with the settings as shipped', async () => {
  const { waitsMs, pausesMs } = await liveThrough({ respond: failing, random: 0 })

  expect(waitsMs).toEqual([450, 1350, 4050, 12_150, 36_450])
  expect(pausesMs, 'each attempt starts at the very millisecond it is due').toEqual(waitsMs)
})

test('the longest waits with the settings as shipped', async () => {
  const { waitsMs, pausesMs } = await liveThrough({ respond: failing, random: 1 - 2 ** -32 })

  // The wait itself is below 551, 1651 and so on; an attempt is due at the whole millisecond after it.
  expect(waitsMs).toEqual([551, 1651, 4951, 14_851, 44_551])
  expect(pausesMs).toEqual(waitsMs)
})

test('a factor of 1 and no randomization wait the same each time', async () => {
  const settings = {
    WEBHOOK_FACTOR: '1',
    WEBHOOK_RANDOMIZATION: '0',
    WEBHOOK_INITIAL_WAIT_MS: '700',
    WEBHOOK_MAX_RETRY: '3',
  }
  const { waitsMs, requests } = await liveThrough({ respond: failing, settings })

  expect(waitsMs).toEqual([700, 700, 700])
  expect(requests).toBe(4)
})

test('a delivery gives up as soon as its next wait would exceed the maximum', async () => {
  const { waitsMs, state, reason, requests } = await liveThrough({
    respond: failing,
    settings: { WEBHOOK_MAX_WAIT_MS: '4000' },
  })

  expect(waitsMs).toEqual([450, 1350])
  expect({ state, requests }).toEqual({ state: 'error', requests: 3 })
  expect(reason).toBe('the receiver answered 500; gave up: the next wait would exceed the maximum of 4000 ms')
})

const retryAfter =
  (value: string): Respond =>
  (_, index) =>
    index === 0 ? { status: 503, headers: { 'retry-after': value } } : { status: 200 }

test('a Retry-After lengthens a wait', async () => {
  const { waitsMs, pausesMs, state } = await liveThrough({ respond: retryAfter('120') })
  expect({ waitsMs, pausesMs, state }).toEqual({ waitsMs: [120_000], pausesMs: [120_000], state: 'success' })
})

// RFC 9110, section 5.6.7: who receives a date must take all three forms.
test.each(['IMF-fixdate', 'RFC 850', 'asctime'] as const)(
  'a Retry-After may name a date in the form of %s',
  async (form) => {
    const at = new Date(new ManualClock().now() + 90_000)
    const [, day = '', month = '', year = '', time = ''] = at.toUTCString().split(/,? /)
    const weekday = at.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
    const date = {
      'IMF-fixdate': at.toUTCString(),
      'RFC 850': `${weekday}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
      asctime: `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
    }[form]
    expect((await liveThrough({ respond: retryAfter(date) })).waitsMs).toEqual([90_000])
  },
)

test('a Retry-After never shortens a wait', async () => {
  expect((await liveThrough({ respond: retryAfter('0') })).waitsMs).toEqual([450])
})

test('a Retry-After beyond the maximum is cut to it, and the delivery does not give up for it', async () => {
  const settings = { WEBHOOK_MAX_WAIT_MS: '60000' }
  const { waitsMs, state } = await liveThrough({ respond: retryAfter('86400'), settings })
  expect({ waitsMs, state }).toEqual({ waitsMs: [60_000], state: 'success' })
})

test.each(['soon', '-5', '1e3'])('a Retry-After that says %s counts for nothing', async (value) => {
  expect((await liveThrough({ respond: retryAfter(value) })).waitsMs).toEqual([450])
})
