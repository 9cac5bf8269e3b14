import { describe, expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import { push } from '../support/app/push.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'

const HOUR_MS = 3_600_000

async function allWait(app: TestApp, { id }: WebhookPolicy, count: number): Promise<void> {
  const waiting = async () => {
    const { items } = await app.store.deliveries.list(id, { offset: 0, limit: 0 })
    return items.filter(({ state, attempts }) => state === 'pending' && attempts === 1).length === count
  }
  await waitUntil(waiting, { what: `${count} deliveries wait for their retry` })
}

/** Moves the clock over every retry there could be, then has another policy deliver, so that all that is due has gone. */
async function letEverythingBecomeDue(app: TestApp, clock: ManualClock, receiver: Receiver): Promise<void> {
  const marker = await createPolicy(app.api, { project: 'marker', targets: [receiver.url('/marker')] })
  receiver.respond = () => ({ status: 200 })
  for (let hour = 0; hour < 3; hour++) {
    clock.advance(HOUR_MS)
    await push(app, { repository: 'marker/app' })
    await marker.ended(hour + 1)
  }
}

const ends: readonly { how: string; reason: string; end: (policy: WebhookPolicy) => Promise<void> }[] = [
  { how: 'is deleted', reason: 'the policy was deleted', end: (policy) => policy.remove() },
  {
    how: 'is disabled',
    reason: 'the policy was disabled',
    end: (policy) => policy.update({ enabled: false }),
  },
]

describe.each(ends)('when a policy $how', ({ reason, end }) => {
  test('its waiting deliveries stop, and no request comes after', async () => {
    const clock = new ManualClock()
    await using receiver = await startReceiver({ respond: () => ({ status: 500 }) })
    await using app = await startTestApp({ clock })
    const policy = await createPolicy(app.api, { targets: [receiver.url('/one'), receiver.url('/two')] })
    await push(app)
    await push(app)
    await allWait(app, policy, 4)

    await end(policy)
    const { items } = await app.store.deliveries.list(policy.id, { offset: 0, limit: 0 })
    await letEverythingBecomeDue(app, clock, receiver)

    expect(items.map((delivery) => [delivery.state, delivery.reason])).toEqual(
      Array.from({ length: 4 }, () => ['stopped', reason]),
    )
    const late = receiver.requests.slice(4).filter(({ path }) => path !== '/marker')
    expect(late).toEqual([])
  })

  test('an attempt under way is recorded but not retried', async () => {
    const clock = new ManualClock()
    const answer = Promise.withResolvers<undefined>()
    await using receiver = await startReceiver({
      respond: async () => {
        await answer.promise
        return { status: 500 }
      },
    })
    await using app = await startTestApp({ clock })
    const policy = await createPolicy(app.api, { targets: [receiver.url('/one')] })
    await push(app)
    await receiver.waitFor(1)

    await end(policy)
    answer.resolve(undefined)
    const { items } = await app.store.deliveries.list(policy.id, { offset: 0, limit: 1 })
    const { id } = items[0]!
    const recorded = async () => (await app.store.deliveries.attempts(id))[0]
    const attempt = await waitUntil(recorded, { what: 'the attempt is on record' })
    await letEverythingBecomeDue(app, clock, receiver)

    expect(attempt.response?.status).toBe(500)
    expect((await app.store.deliveries.byId(policy.id, id))?.state).toBe('stopped')
    expect(receiver.requests.filter(({ path }) => path === '/one')).toHaveLength(1)
  })
})

test('an event that comes while its policy is disabled is not delivered, neither then nor later', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await policy.update({ enabled: false })
  await push(app, { tag: 'while-disabled' })

  await policy.update({ enabled: true })
  await push(app, { tag: 'while-enabled' })
  await policy.ended(1)

  expect(receiver.requests.map(({ body }) => body)).toEqual([expect.stringContaining('"while-enabled"')])
})
