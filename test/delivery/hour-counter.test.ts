import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const HOUR_MS = 3_600_000

test('figures still have what is removed, and nothing has to ask for that', async () => {
  const clock = new ManualClock()
  await using receiver = await startReceiver()
  await using app = await startTestApp({ clock, settings: { RETENTION_DAYS: '2' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  const since = new Date(clock.now() - HOUR_MS).toISOString()
  await push(app, { repository: 'team/old' })
  const [old] = await policy.ended(1)
  for (let hour = 0; hour < 47; hour++) clock.advance(HOUR_MS)
  await push(app, { repository: 'team/young' })
  await policy.ended(2)
  const isRemoved = async (): Promise<boolean> => {
    clock.advance(HOUR_MS)
    return (await app.api.get(`/api/v2.0/webhook/deliveries/${old!.id}`)).status === 404
  }
  await waitUntil(isRemoved, { what: 'the old delivery is removed', intervalMs: 50 })

  const figures = async () => {
    clock.advance(60_000)
    const until = new Date(clock.now()).toISOString()
    return (await app.api.get(`/api/v2.0/projects/team/webhook/statistics?since=${since}&until=${until}`))
      .body
  }
  await expect.poll(async () => (await figures()).totals).toMatchObject({ accepted: 2, delivered: 2 })
  expect(await figures()).not.toHaveProperty('complete_since')
})
