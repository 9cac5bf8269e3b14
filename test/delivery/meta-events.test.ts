import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { startReceiver } from '../support/receivers/receiver.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { expectBalanced } from '../support/app/audit.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { waitUntil } from '../support/wait-until.ts'

const NO_RETRY = { settings: { WEBHOOK_MAX_RETRY: '0' } } as const
const META = ['TARGET_FAILING', 'TARGET_RECOVERED']

const push = (app: TestApp, tag: string) =>
  app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag })]))
const events = (app: TestApp) => app.rows("select type from event where type like 'TARGET%' order by id")
const failing = (app: TestApp, count: number) =>
  waitUntil(
    async () => (await app.api.get(`${WEBHOOK}/problems?kind=target_failing`)).body.items.length === count,
    { what: `${count} webhooks fail`, timeoutMs: 10_000 },
  )

test('a failing target is announced to the policies that subscribed, and never to itself', async () => {
  await using receiver = await startReceiver({
    respond: ({ path }) => ({ status: path.startsWith('/bad') ? 503 : 200 }),
  })
  await using app = await startTestApp(NO_RETRY)
  const bad = await createPolicy(app.api, {
    project: 'shop',
    name: 'bad',
    eventTypes: ['PUSH_ARTIFACT', ...META],
    targets: [receiver.url('/bad')],
  })
  const [target] = (await app.api.get(bad.path)).body.targets
  await createPolicy(app.api, {
    project: 'shop',
    name: 'alarm',
    eventTypes: META,
    targets: [{ address: receiver.url('/alarm'), payload_format: 'Bellbuoy' }],
  })
  await createPolicy(app.api, { project: 'shop', name: 'pushes', targets: [receiver.url('/pushes')] })
  await push(app, 'v1')

  const alarm = await waitUntil(() => receiver.requests.find(({ path }) => path === '/alarm'), {
    what: 'the alarm',
  })
  expect(JSON.parse(alarm.body)).toMatchObject({
    type: 'TARGET_FAILING',
    project: { name: 'shop' },
    repository: null,
    actor: { name: 'bellbuoy', kind: 'system' },
    problem: {
      kind: 'target_failing',
      cause: 'server_error',
      finding: 'bad is failing',
      reason: 'the receiver answered 503',
      policy: { id: bad.id, name: 'bad' },
      target: { id: target.id },
      closed_at: null,
    },
  })
  const delivered = async () => {
    const path = `${WEBHOOK}/received-events?event_type=TARGET_FAILING`
    const [found] = (await app.api.get(path)).body.items
    return found.account.delivered === 1 && found
  }
  const event = await waitUntil(delivered, { what: 'the alarm is delivered' })
  expect(event).toMatchObject({ source: 'bellbuoy', account: { accepted: 3, filtered: 2, pending: 0 } })
  expect(event.verdicts).toContainEqual(
    expect.objectContaining({ policy_name: 'bad', verdict: 'about its own target' }),
  )
  expect(receiver.requests.filter(({ path }) => path !== '/alarm')).toHaveLength(2)
  await expectBalanced(tmpdir(), app.databaseUrl)
})

test('the other targets of a failing policy get it, and the account balances', async () => {
  await using receiver = await startReceiver({
    respond: ({ path }) => ({ status: path.startsWith('/bad') ? 503 : 200 }),
  })
  await using app = await startTestApp(NO_RETRY)
  await createPolicy(app.api, {
    project: 'shop',
    eventTypes: ['PUSH_ARTIFACT', ...META],
    targets: [receiver.url('/bad'), receiver.url('/good')],
  })
  await push(app, 'v1')
  await waitUntil(() => receiver.requests.filter(({ path }) => path === '/good').length === 2, {
    what: 'the push and the alarm',
  })
  expect(receiver.requests.filter(({ path }) => path === '/bad')).toHaveLength(1)
  await expectBalanced(tmpdir(), app.databaseUrl)
})

test('a meta event that cannot be delivered is a problem, and makes no meta event', async () => {
  await using app = await startTestApp(NO_RETRY)
  await createPolicy(app.api, { project: 'shop', name: 'bad', targets: ['http://127.0.0.1:9'] })
  const alarms = ['one', 'two'].map((name) =>
    createPolicy(app.api, { project: 'shop', name, eventTypes: META, targets: ['http://127.0.0.1:9'] }),
  )
  await Promise.all(alarms)
  await push(app, 'v1')
  await failing(app, 3)
  // Whoever asks later has given the watch the time to go on.
  await push(app, 'v2')
  await waitUntil(() => app.rows("select 1 from delivery where state = 'error'").length === 4, {
    what: 'both pushes and both alarms have failed',
  })
  expect(events(app)).toEqual([{ type: 'TARGET_FAILING' }])
})

test('a target that flaps is announced once', async () => {
  await using receiver = await startReceiver({
    respond: ({ path }) => ({ status: path.startsWith('/bad') ? 503 : 200 }),
  })
  await using app = await startTestApp(NO_RETRY)
  await createPolicy(app.api, { project: 'shop', name: 'bad', targets: [receiver.url('/bad')] })
  await push(app, 'v0')
  for (const round of [1, 2, 3]) {
    await failing(app, 1)
    receiver.respond = () => ({ status: 200 })
    await push(app, `good-${round}`)
    await failing(app, 0)
    receiver.respond = () => ({ status: 503 })
    await push(app, `bad-${round}`)
  }
  await failing(app, 1)
  expect(events(app)).toEqual([{ type: 'TARGET_FAILING' }])
  expect((await app.api.get(`${WEBHOOK}/problems`)).body.items).toMatchObject([{ times_opened: 4 }])
})

test('a refused source is announced to global policies alone, in the words of a chat', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp(NO_RETRY)
  const [source] = (await app.api.get('/api/v2.0/sources')).body
  const refusals = { sinceMs: Date.now() - 120_000, lastMs: Date.now() }
  await app.store.keptOut.add([{ sourceId: source.id, reasons: [], hasAccepted: false, refusals }])
  const wants = { enabled: true, event_types: ['SOURCE_REFUSED', 'SOURCE_RECOVERED'] }
  const target = { type: 'slack', address: receiver.url('/global') }
  await app.api.post('/api/v2.0/webhook/policies', { name: 'global', ...wants, targets: [target] })
  await createPolicy(app.api, {
    project: 'shop',
    eventTypes: wants.event_types,
    targets: [receiver.url('/shop')],
  })

  await receiver.waitFor(1)
  expect(receiver.requests[0]!.path).toBe('/global')
  expect(receiver.requests[0]!.body).toContain('Bellbuoy refuses what the source')
  const delivered = async () => {
    const [found] = (await app.api.get('/api/v2.0/webhook/received-events')).body.items
    return found.account.delivered === 1 && found
  }
  expect(await waitUntil(delivered, { what: 'it is delivered' })).toMatchObject({
    type: 'SOURCE_REFUSED',
    project_id: 0,
    account: { accepted: 1 },
  })
  await expectBalanced(tmpdir(), app.databaseUrl)
})

test('no source can report a meta event', async () => {
  await using app = await startTestApp()
  const event = { specversion: '1.0', id: '1', source: 'x', type: 'TARGET_FAILING', data: {} }
  const headers = { 'content-type': 'application/cloudevents+json' }
  const { status, body } = await app.api.post('/api/v2.0/events', event, headers)
  expect([status, body.errors[0].message]).toEqual([
    400,
    expect.stringContaining('no event type that a source can report'),
  ])
})
