import { afterAll, beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'

let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  const policy = (name: string, changes: object) => ({
    name,
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    ...changes,
  })
  const to = (path: string) => [{ type: 'http', address: receiver.url(path) }]
  for (const body of [
    policy('good', { targets: to('/good') }),
    policy('dead', { targets: [{ type: 'http', address: 'http://127.0.0.1:9' }] }),
    policy('off', { targets: to('/off'), enabled: false }),
    policy('pulls', { targets: to('/pulls'), event_types: ['PULL_ARTIFACT'] }),
  ])
    await app.api.post(`${WEBHOOK}/policies`, body)
  const push = (repository: string, tag: string) => pushEvent({ repository, tag, user: 'ci' })
  await app.postEnvelope(envelope([push('shop/web', 'v1'), push('shop/web', 'v2'), push('other/app', 'v1')]))
  await waitUntil(
    () => app.rows("select 1 from delivery where state in ('pending', 'running')").length === 0,
    {
      what: 'every delivery has ended',
    },
  )
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

test('an event tells each verdict and delivery, and its account adds up', async () => {
  const { body } = await app.api.get(`${WEBHOOK}/received-events`)
  expect(body.items.map(({ tag }: { tag: string }) => tag)).toEqual(['v2', 'v1'])
  const [event] = body.items
  expect(event).toMatchObject({
    type: 'PUSH_ARTIFACT',
    repository: 'shop/web',
    operator: 'ci',
    source: 'default',
    verdicts: [
      { verdict: 'deliver' },
      { verdict: 'deliver' },
      { verdict: 'policy disabled' },
      { verdict: 'event type not subscribed' },
    ],
    account: { accepted: 4, delivered: 1, failed: 1, stopped: 0, expired: 0, filtered: 2, pending: 0 },
  })
  expect(event.deliveries.map(({ state }: { state: string }) => state)).toEqual(['success', 'error'])
  const shown = (await app.api.get(`${WEBHOOK}/received-events/${event.id}`)).body
  const { content, bodies_kept_until: keptUntil, ...alone } = shown
  expect(alone).toEqual(event)
  expect(Date.parse(keptUntil) - Date.parse(event.accepted_at)).toBe(30 * 86_400_000)
  expect(content.artifacts).toMatchObject([{ tag: 'v2', tags: ['v2'] }])
  expect((await app.api.get(`/api/v2.0/projects/other/webhook/received-events/${event.id}`)).status).toBe(404)
})

test('the whole system is shown by the same calls without a project', async () => {
  const { body } = await app.api.get('/api/v2.0/webhook/received-events?event_type=pushImage')
  expect(body.items).toHaveLength(3)
  expect((await app.api.get('/api/v2.0/webhook/deliveries')).body.items).toHaveLength(4)
})

test('a cursor walks every row exactly once', async () => {
  const ids: number[] = []
  for (let cursor = ''; ;) {
    const { body } = await app.api.get(`/api/v2.0/webhook/deliveries?limit=1${cursor}`)
    ids.push(...body.items.map(({ id }: { id: number }) => id))
    if (body.next === undefined) break
    cursor = `&cursor=${body.next}`
  }
  expect(ids).toEqual([4, 3, 2, 1])
})

test.for([
  ['state=error', 2],
  ['state=error,success', 4],
  ['policy_id=1', 2],
  ['repository=shop/web&state=success', 2],
  ['repository=shop', 0],
  ['since=2020-01-01T00:00:00Z', 4],
  ['until=2020-01-01T00:00:00Z', 0],
  ['target_id=2&event_type=PUSH_ARTIFACT', 2],
] as const)('deliveries with %s are %i', async ([query, count]) => {
  expect((await app.api.get(`${WEBHOOK}/deliveries?${query}`)).body.items).toHaveLength(count)
})

test.for(['state=asleep', 'since=yesterday', 'event_type=sink'])(
  '%s is refused with words',
  async (query) => {
    expect((await app.api.get(`${WEBHOOK}/deliveries?${query}`)).status).toBe(400)
  },
)

test('a delivery is sent once more as one of its own, under the same webhook-id', async () => {
  const before = receiver.requests.length
  const made = await app.api.post(`${WEBHOOK}/deliveries/1/redeliver`)
  expect(made).toMatchObject({ status: 201, headers: { location: `${WEBHOOK}/deliveries/${made.body.id}` } })
  const requests = await receiver.waitFor(before + 1)
  const first = requests.find(
    ({ headers }) => headers['webhook-id'] === requests[before]?.headers['webhook-id'],
  )
  expect(first).not.toBe(requests[before])
  expect(first?.body).toBe(requests[before]?.body)
  const delivery = await app.api.get(`${WEBHOOK}/deliveries/${made.body.id}`)
  expect(delivery.body).toMatchObject({ redelivery_of: 1, policy_id: 1 })
  const executions = await app.api.get(`${WEBHOOK}/policies/1/executions`)
  expect(executions.headers['x-total-count']).toBe('3')
})

test('many are sent once more by a filter; a dry run only counts', async () => {
  const filter = { state: 'error', policy_id: 2 }
  const counted = await app.api.post(`${WEBHOOK}/deliveries/redeliver`, { filter, dry_run: true })
  expect(counted.body).toEqual({ matched: 2, done: 0, left: [], more: false })
  const total = () => app.rows('select count(*) as n from delivery where policy_id = 2')
  expect(total()).toEqual([{ n: 2 }])
  expect((await app.api.post(`${WEBHOOK}/deliveries/redeliver`, { filter })).body.done).toBe(2)
  expect(total()).toEqual([{ n: 4 }])
})

test('what waits is stopped, one or many; what has ended, and what is elsewhere, is told so', async () => {
  await app.api.post(`${WEBHOOK}/targets/2/pause`)
  for (const tag of ['v7', 'v8', 'v9'])
    await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag, user: 'ci' })]))
  const waiting = await app.api.get(`${WEBHOOK}/deliveries?state=pending&target_id=2`)
  const [{ id }] = waiting.body.items
  const stopped = await app.api.post(`${WEBHOOK}/deliveries/${id}/stop`)
  expect(stopped.body).toMatchObject({ state: 'stopped', reason: 'stopped by admin' })
  expect((await app.api.post(`${WEBHOOK}/deliveries/${id}/stop`)).status).toBe(409)
  expect((await app.api.post(`${WEBHOOK}/deliveries/stop`, { filter: { target_id: 2 } })).body.done).toBe(2)
  expect((await app.api.post(`/api/v2.0/projects/other/webhook/deliveries/${id}/redeliver`)).status).toBe(404)
  expect((await app.api.post(`${WEBHOOK}/deliveries/stop`, { filter: { state: 'error' } })).status).toBe(400)
})

test('a delivery whose policy is gone is not sent once more', async () => {
  expect((await app.api.delete(`${WEBHOOK}/policies/2`)).status).toBe(200)
  const failed = await app.api.get(`${WEBHOOK}/deliveries?policy_id=2`)
  const { status, body } = await app.api.post(`${WEBHOOK}/deliveries/${failed.body.items[0].id}/redeliver`)
  expect(status).toBe(409)
  expect(body.errors[0].message).toContain('gone')
})

test('one delivery is told with what it sent and every attempt', async () => {
  const { body } = await app.api.get(`${WEBHOOK}/deliveries?state=error`)
  const [failed] = body.items
  const { body: detail } = await app.api.get(`${WEBHOOK}/deliveries/${failed.id}`)
  expect(detail).toMatchObject({
    ...failed,
    content_type: 'application/json',
    attempts_made: [
      {
        number: 1,
        request: { line: 'POST / HTTP/1.1', headers: { 'x-bellbuoy-attempt': '1' } },
        failure: { code: 'connect' },
      },
    ],
  })
  expect(JSON.parse(detail.payload)).toMatchObject({ type: 'PUSH_ARTIFACT' })
  const [good] = (await app.api.get(`${WEBHOOK}/deliveries?state=success`)).body.items
  const { attempts_made } = (await app.api.get(`${WEBHOOK}/deliveries/${good.id}`)).body
  expect(attempts_made).toEqual([
    expect.objectContaining({ response: expect.objectContaining({ status: 200 }) }),
  ])
  expect(attempts_made[0]).not.toHaveProperty('failure')
})
