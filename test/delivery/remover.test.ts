import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
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
  for (let hour = 0; hour < 23; hour++) clock.advance(HOUR_MS)
  expect(rowsOf(app)).toMatchObject({ payloads: 1, attempts: 1 })

  await hoursUntil(app, clock, ({ payloads }) => payloads === 0)

  expect(rowsOf(app)).toMatchObject({ events: 1, payloads: 0, attempts: 0 })
  expect(await policy.log(execution!.id)).toMatch(
    /attempts that were made: 1; their records have been removed\n.*delivered\n$/,
  )
  const again = await app.api.post(`/api/v2.0/webhook/deliveries/${execution!.id}/redeliver`)
  expect(again).toMatchObject({ status: 409 })
  expect(JSON.stringify(again.body)).toContain('payload of delivery')
})

test('events go after the days of the setting, with all that belongs to them, and the log says how many', async () => {
  const clock = new ManualClock()
  await using receiver = await startReceiver()
  await using app = await startTestApp({ clock, needsFile: true, settings: { RETENTION_DAYS: '2' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await push(app, { repository: 'team/old' })
  const [old] = await policy.ended(1)
  for (let hour = 0; hour < 47; hour++) clock.advance(HOUR_MS)
  await push(app, { repository: 'team/young' })
  await policy.ended(2)

  await hoursUntil(app, clock, ({ events }) => events === 1)

  expect(rowsOf(app)).toEqual({ events: 1, deliveries: 1, payloads: 1, attempts: 1 })
  expect(await app.api.get(`/api/v2.0/webhook/deliveries/${old!.id}`)).toMatchObject({ status: 404 })
  await waitUntil(() => app.log.some(({ msg }) => String(msg).startsWith('removed events')), {
    what: 'the log says so',
  })
})

function rowsOf(app: TestApp) {
  const count = (table: string, as: string) => `(select count(*) from ${table}) as ${as}`
  return app.rows(`select ${count('event', 'events')}, ${count('delivery', 'deliveries')},
    ${count('payload', 'payloads')}, ${count('attempt', 'attempts')}`)[0]!
}

async function hoursUntil(
  app: TestApp,
  clock: ManualClock,
  isDone: (rows: ReturnType<typeof rowsOf>) => boolean,
): Promise<void> {
  await waitUntil(
    () => {
      clock.advance(HOUR_MS)
      return isDone(rowsOf(app))
    },
    { what: 'it is removed', intervalMs: 50 },
  )
}
