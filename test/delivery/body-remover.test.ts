import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const HOUR_MS = 3_600_000

test('payloads and attempts go after the days of the setting; the delivery says so, and is not sent again', async () => {
  const clock = new ManualClock()
  await using receiver = await startReceiver()
  await using app = await startTestApp({ clock, needsFile: true, settings: { RETENTION_BODIES_DAYS: '1' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await push(app)
  const [execution] = await policy.ended(1)
  const rows = () =>
    app.rows('select (select count(*) from payload) as payloads, (select count(*) from attempt) as attempts')
  for (let hour = 0; hour < 23; hour++) clock.advance(HOUR_MS)
  expect(rows()).toEqual([{ payloads: 1, attempts: 1 }])

  await waitUntil(
    () => {
      clock.advance(HOUR_MS)
      return rows()[0]?.['payloads'] === 0
    },
    { what: 'they are removed', intervalMs: 50 },
  )

  expect(rows()).toEqual([{ payloads: 0, attempts: 0 }])
  expect(await policy.log(execution!.id)).toMatch(
    /attempts that were made: 1; their records have been removed\n.*delivered\n$/,
  )
  const again = await app.api.post(`/api/v2.0/webhook/deliveries/${execution!.id}/redeliver`)
  expect(again).toMatchObject({ status: 409 })
  expect(JSON.stringify(again.body)).toContain('the payload of delivery')
})
