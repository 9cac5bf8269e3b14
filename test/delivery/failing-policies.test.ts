import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const HOUR_MS = 3_600_000
const MESSAGE = 'disabled a policy of which nothing but failures came; enable it to go on'

const disabled = (app: TestApp) => app.log.filter(({ msg }) => msg === MESSAGE)

test('a policy that does nothing but fail for the days of the setting is disabled, for all to see', async () => {
  const clock = new ManualClock()
  await using receiver = await startReceiver({ respond: () => ({ status: 500 }) })
  const settings = { WEBHOOK_DISABLE_AFTER_DAYS: '1', WEBHOOK_MAX_RETRY: '0' }
  await using app = await startTestApp({ clock, settings })
  const policy = await createPolicy(app.api, { name: 'ci', targets: [receiver.url()] })
  await createPolicy(app.api, { project: 'fine', name: 'idle', targets: [receiver.url()] })
  const fail = async (count: number, inAll: number) => {
    await Promise.all(Array.from({ length: count }, () => push(app)))
    await policy.ended(inAll)
  }
  await fail(9, 9)
  for (let hour = 0; hour < 25; hour++) clock.advance(HOUR_MS)
  await fail(2, 11)
  expect(disabled(app)).toEqual([])

  await waitUntil(
    () => {
      clock.advance(HOUR_MS)
      return disabled(app).length > 0
    },
    { what: 'it is disabled', intervalMs: 50 },
  )

  const { body } = await app.api.get(policy.path)
  expect(body).toMatchObject({ enabled: false, auto_disabled: { at: expect.any(String) } })
  expect(body.auto_disabled.reason).toMatch(
    /^nothing has succeeded since 2030-01-01T.*; the last failure: the receiver answered 500/,
  )
  expect(disabled(app)).toMatchObject([{ level: 50, policy: policy.id, name: 'ci' }])
  const logs = await waitUntil(
    async () => {
      const found = await app.api.get('/api/v2.0/auditlog-exts?q=operation_id=DisableFailingPolicy')
      return found.body.length > 0 && found.body
    },
    { what: 'it is in the audit log' },
  )
  expect(logs).toMatchObject([
    { username: 'bellbuoy', operation: 'update', resource_type: 'notification-policy', resource: 'ci' },
  ])

  expect((await app.api.put(policy.path, { ...body, enabled: true })).status).toBe(200)
  expect((await app.api.get(policy.path)).body).not.toHaveProperty('auto_disabled')
})

test('without the setting no policy is disabled, however long it fails', async () => {
  const clock = new ManualClock()
  await using receiver = await startReceiver({ respond: () => ({ status: 500 }) })
  await using app = await startTestApp({ clock, settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  for (let day = 1; day <= 3; day++) {
    await Promise.all(Array.from({ length: 10 }, () => push(app)))
    await policy.ended(10 * day)
    for (let hour = 0; hour < 24; hour++) clock.advance(HOUR_MS)
  }
  expect((await app.api.get(policy.path)).body.enabled).toBe(true)
})
