import { expect, test } from 'vitest'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { pushEvent, envelope } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

async function metrics(app: TestApp): Promise<readonly string[]> {
  const { status, body } = await app.api.get('/metrics')
  expect(status).toBe(200)
  return (body as string).split('\n')
}

/** The value of a metric without labels. */
function valueOf(lines: readonly string[], name: string): string {
  const line = lines.find((one) => one.startsWith(`${name} `))
  if (line === undefined) throw new Error(`there is no ${name}`)
  return line.slice(name.length + 1)
}

test('count what went straight to its target, and what waited in the store first', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })
  const { body } = await app.api.get(policy.path)
  const target = body.targets[0].id
  for (const tag of ['v1', 'v2']) await push(app, { repository: 'shop/web', tag })
  await receiver.waitFor(2)
  expect(await metrics(app)).toEqual(
    expect.arrayContaining([
      '# TYPE bellbuoy_deliveries_leased_total counter',
      'bellbuoy_deliveries_leased_total{by="acceptance"} 2',
      'bellbuoy_deliveries_leased_total{by="claim"} 0',
      'bellbuoy_deliveries_returned_total 0',
    ]),
  )

  await app.api.post(`${WEBHOOK}/targets/${target}/pause`)
  await push(app, { repository: 'shop/web', tag: 'v3' })
  await app.api.post(`${WEBHOOK}/targets/${target}/resume`)
  await receiver.waitFor(3)

  expect(await metrics(app)).toContain('bellbuoy_deliveries_leased_total{by="claim"} 1')
})

test('count the rounds of the sweeper, and what it did', async () => {
  await using app = await startTestApp()
  expect(await metrics(app)).toEqual(
    expect.arrayContaining([
      'bellbuoy_sweeps_total 1',
      'bellbuoy_sweeper_freed_targets_total 0',
      'bellbuoy_deliveries_expired_total 0',
    ]),
  )
})

test('say when the last round of the sweeper ended, and how long it took', async () => {
  const beganMs = Date.now()
  await using app = await startTestApp()

  const lines = await metrics(app)

  const endedAt = Number(valueOf(lines, 'bellbuoy_last_sweep_timestamp_seconds'))
  expect(endedAt).toBeGreaterThanOrEqual(Math.floor(beganMs / 1000) - 1)
  expect(endedAt).toBeLessThanOrEqual(Date.now() / 1000 + 1)
  expect(Number(valueOf(lines, 'bellbuoy_last_sweep_seconds'))).toBeGreaterThan(0)
})

test('measure commits, and how many operations share one', async () => {
  await using app = await startTestApp()
  const sizeOf = (lines: readonly string[]) => ({
    commits: Number(valueOf(lines, 'bellbuoy_commit_operations_count')),
    operations: Number(valueOf(lines, 'bellbuoy_commit_operations_sum')),
  })
  const before = sizeOf(await metrics(app))
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => push(app, { repository: `shop/app${index}`, tag: 'v1' })),
  )

  const lines = await metrics(app)

  const after = sizeOf(lines)
  expect(after.operations - before.operations).toBeGreaterThanOrEqual(40)
  expect(after.commits - before.commits).toBeLessThan(after.operations - before.operations)
  expect(Number(valueOf(lines, 'bellbuoy_commit_seconds_sum'))).toBeGreaterThan(0)
})

test('show that the account of events and deliveries balances', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { CREATE_PROJECTS: 'false' } })
  await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })
  const event = pushEvent({ repository: 'shop/web', tag: 'v1' })
  await app.postEnvelope(envelope([event, pushEvent({ repository: 'unknown/web', tag: 'v1' })]))
  await app.postEnvelope(envelope([event]))
  await receiver.waitFor(1)

  expect(await metrics(app)).toEqual(
    expect.arrayContaining([
      'bellbuoy_events_total{result="accepted"} 1',
      'bellbuoy_events_total{result="repeated"} 1',
      'bellbuoy_events_total{result="kept_out"} 1',
      'bellbuoy_account_difference{account="events"} 0',
      'bellbuoy_account_difference{account="deliveries"} 0',
      'bellbuoy_account_difference{account="stored"} 0',
    ]),
  )
})

test('say how many attempts are under way, and whether targets wait for their turn', async () => {
  await using app = await startTestApp()
  expect(await metrics(app)).toEqual(
    expect.arrayContaining([
      'bellbuoy_attempts_under_way 0',
      'bellbuoy_attempts_limit 2000',
      'bellbuoy_targets_waiting 0',
      'bellbuoy_attempts_in_turn_total 0',
    ]),
  )
})

test('are in the text format of Prometheus', async () => {
  await using app = await startTestApp()

  const { headers } = await app.api.get('/metrics')

  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
})

test('count events and verdicts, refused notifications, and attempts by how they ended', async () => {
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 0 ? 503 : 200 }) })
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })
  await createPolicy(app.api, {
    project: 'shop',
    name: 'charts',
    eventTypes: ['UPLOAD_CHART'],
    targets: [receiver.url('/charts')],
  })
  const event = pushEvent({ repository: 'shop/web', tag: 'v1' })
  await app.postEnvelope(envelope([event]))
  await app.postEnvelope(envelope([event]))
  await app.postEnvelope('no envelope')
  await policy.ended(1)

  expect(await metrics(app)).toEqual(
    expect.arrayContaining([
      'bellbuoy_events_total{result="accepted"} 1',
      'bellbuoy_events_total{result="repeated"} 1',
      'bellbuoy_notifications_refused_total{status="400"} 1',
      'bellbuoy_verdicts_total{result="deliver"} 1',
      'bellbuoy_verdicts_total{result="filter"} 1',
      'bellbuoy_deliveries_created_total 1',
      'bellbuoy_attempts_total{kind="http",outcome="status_5xx"} 1',
      'bellbuoy_attempts_total{kind="http",outcome="success"} 1',
      'bellbuoy_deliveries_ended_total{state="success"} 1',
      'bellbuoy_attempt_seconds_count{kind="http"} 2',
      'bellbuoy_waiting_seconds_count 1',
      'bellbuoy_end_to_end_seconds_count 1',
    ]),
  )
})

test('show what waits in the database, and the problems that are open', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url('/hook')] })
  const { body } = await app.api.get(policy.path)
  await app.api.post(`${WEBHOOK}/targets/${body.targets[0].id}/pause`)
  await push(app, { repository: 'shop/web', tag: 'v1' })

  expect(await metrics(app)).toEqual(
    expect.arrayContaining([
      'bellbuoy_store_up 1',
      'bellbuoy_deliveries_waiting 1',
      'bellbuoy_unreachable_targets 0',
      'bellbuoy_open_problems{kind="source_refused"} 0',
    ]),
  )
})

test('are for system admins, and for those who know their token', async () => {
  await using app = await startTestApp({ settings: { METRICS_TOKEN: 'figures' } })
  const status = async (authorization: string): Promise<number> =>
    (await fetch(`${app.url}/metrics`, { headers: { authorization } })).status
  expect(await status('Bearer figures')).toBe(200)
  expect(await status('Bearer other')).toBe(401)
  expect(await status('')).toBe(401)
})
