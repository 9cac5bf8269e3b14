import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const HOUR_MS = 3_600_000

test('figures tell what was delivered, what failed where, and how long it took', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const arriving = await createPolicy(app.api, { name: 'arriving', targets: [receiver.url()] })
  const failing = await createPolicy(app.api, { name: 'failing', targets: ['http://127.0.0.1:1/'] })
  for (const tag of ['v1', 'v2', 'v3']) await push(app, { tag })
  await Promise.all([arriving.ended(3), failing.ended(3)])

  const since = new Date(Date.now() - HOUR_MS).toISOString()
  const { status, body } = await app.api.get(`/api/v2.0/projects/team/webhook/statistics?since=${since}`)
  expect(status).toBe(200)
  expect(body.totals).toEqual({
    accepted: 6,
    delivered: 3,
    failed: 3,
    stopped: 0,
    expired: 0,
    redelivered: 0,
    pending: 0,
  })
  expect(body.failing_targets).toEqual([
    {
      target_id: expect.any(Number),
      policy_id: failing.id,
      project_id: expect.any(Number),
      address: 'http://127.0.0.1:1/',
      failed: 3,
      pending: 0,
      last_failure: expect.stringContaining('127.0.0.1'),
    },
  ])
  expect(body.bucket_ms).toBe(60_000)
  expect(body.buckets.length).toBeGreaterThanOrEqual(60)
  const filled = body.buckets.filter((bucket: { accepted: number }) => bucket.accepted > 0)
  const [{ p50_ms, p95_ms, p99_ms }] = filled
  expect(p50_ms).toBeGreaterThanOrEqual(0)
  expect(p95_ms).toBeGreaterThanOrEqual(p50_ms)
  expect(p99_ms).toBeGreaterThanOrEqual(p95_ms)
  const everywhere = await app.api.get(`/api/v2.0/webhook/statistics?since=${since}`)
  expect(everywhere.body.totals).toEqual(body.totals)
})

test('what waits is told with the age of the oldest, also when it is older than the time asked for', async () => {
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '60000' } })
  await createPolicy(app.api, { targets: ['http://127.0.0.1:1/'] })
  await push(app, { tag: 'v1' })
  const { created_at } = await waitUntil(
    async () => {
      const [delivery] = (await app.api.get('/api/v2.0/webhook/deliveries')).body.items
      return delivery.state === 'pending' && delivery.attempts === 1 && delivery
    },
    { what: 'the first attempt has failed' },
  )
  const later = new Date(Date.parse(created_at) + 1).toISOString()
  const until = new Date(Date.parse(created_at) + HOUR_MS).toISOString()
  const { body } = await app.api.get(`/api/v2.0/webhook/statistics?since=${later}&until=${until}`)
  expect(body.totals).toMatchObject({ accepted: 0, pending: 1, oldest_pending_at: created_at })
})

test('a time that ends before it begins is refused', async () => {
  await using app = await startTestApp()
  const span = 'since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z'
  const { status, body } = await app.api.get(`/api/v2.0/webhook/statistics?${span}`)
  expect(status).toBe(400)
  expect(body.errors[0].message).toBe('until must be later than since')
})
