import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

let clock: ManualClock
let app: TestApp
let receiver: Receiver
let firstAtMs: number
let secondAtMs: number

beforeAll(async () => {
  clock = new ManualClock()
  app = await startTestApp({ clock })
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  const push = (repository: string, tag: string) => pushEvent({ repository, tag })
  firstAtMs = clock.now()
  await app.postEnvelope(envelope([push('shop/web', 'v1'), push('other/app', 'v1')]))
  clock.advance(60_000)
  secondAtMs = clock.now()
  await app.postEnvelope(envelope([push('shop/web', 'v2'), push('shop/web', 'nightly')]))
  clock.advance(60_000)
})
beforeEach(async () => {
  receiver = await startReceiver()
  return () => receiver[Symbol.asyncDispose]()
})
afterAll(() => app[Symbol.asyncDispose]())

let policies = 0
async function policy(changes: object = {}, path = POLICIES): Promise<string> {
  const { headers } = await app.api.post(path, {
    name: `replayed ${++policies}`,
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url() }],
    ...changes,
  })
  return String(headers['location'])
}

const at = (ms: number): string => new Date(ms).toISOString()
const tags = async (count: number) =>
  (await receiver.waitFor(count)).map(({ body }) => JSON.parse(body).event_data.resources[0].tag)

test('a policy gets what happened since a time, oldest first, if its types and filter want it', async () => {
  const path = await policy({ filter: { tags: { include: ['v*'] } } })
  const { status, body } = await app.api.post(`${path}/replay`, { since: at(firstAtMs) })
  const left = [{ reason: 'tag not matched', count: 1 }]
  expect([status, body]).toEqual([200, { looked_at: 3, matched: 2, done: 2, left, more: false }])
  expect((await tags(2)).toSorted()).toEqual(['v1', 'v2'])
})

test('a dry run counts, and delivers nothing', async () => {
  const path = await policy()
  const { body } = await app.api.post(`${path}/replay`, { since: at(secondAtMs), dry_run: true })
  expect(body).toEqual({ looked_at: 2, matched: 2, done: 0, left: [], more: false })
  expect((await app.api.get(`${path}/executions`)).body).toEqual([])
})

test('until is not included, and what came later is left out', async () => {
  const path = await policy()
  await app.api.post(`${path}/replay`, { since: at(firstAtMs), until: at(secondAtMs) })
  expect(await tags(1)).toEqual(['v1'])
})

test('a replayed event has the webhook-id of its first delivery, and a number if there was one', async () => {
  const path = await policy()
  for (const count of [1, 2]) {
    await app.api.post(`${path}/replay`, { since: at(firstAtMs), until: at(secondAtMs) })
    await receiver.waitFor(count)
  }
  const [first, second] = receiver.requests.map(({ headers }) => headers)
  expect(first!['webhook-id']).toBe(second!['webhook-id'])
  // The first replay is the first delivery to this target; the second one repeats it.
  expect(first).not.toHaveProperty('x-bellbuoy-redelivery')
  expect(second).toHaveProperty('x-bellbuoy-redelivery', '1')
})

test('a global policy gets what happened in every project', async () => {
  const path = await policy({}, '/api/v2.0/webhook/policies')
  const { body } = await app.api.post(`${path}/replay`, { since: at(firstAtMs), until: at(secondAtMs) })
  expect(body).toMatchObject({ matched: 2, done: 2 })
  expect(await tags(2)).toEqual(['v1', 'v1'])
  await app.api.delete(path)
})

test('a disabled policy is not replayed, but can be counted', async () => {
  const path = await policy({ enabled: false })
  const refused = await app.api.post(`${path}/replay`, { since: at(firstAtMs) })
  expect([refused.status, refused.body.errors[0].message]).toEqual([
    409,
    expect.stringContaining('is disabled: enable it first'),
  ])
  const { body } = await app.api.post(`${path}/replay`, { since: at(firstAtMs), dry_run: true })
  expect(body).toMatchObject({ matched: 3, done: 0 })
})

test('nothing is replayed while notifications are switched off', async () => {
  const path = await policy()
  await app.api.put('/api/v2.0/configurations', { notification_enable: false })
  const { status } = await app.api.post(`${path}/replay`, { since: at(firstAtMs) })
  await app.api.put('/api/v2.0/configurations', { notification_enable: true })
  expect(status).toBe(409)
})

test.for([
  [{}, 422],
  [{ since: 'yesterday' }, 400],
  [{ since: '2026-03-01T10:00:00Z', until: 'never' }, 400],
  [{ since: '2026-13-45T10:00:00Z' }, 400],
] as const)('the request %j is refused with %i', async ([body, status]) => {
  const path = await policy()
  expect((await app.api.post(`${path}/replay`, body)).status).toBe(status)
})

test('a policy of another project is not found', async () => {
  const id = (await policy()).split('/').at(-1)
  const path = `/api/v2.0/projects/other/webhook/policies/${id}/replay`
  expect((await app.api.post(path, { since: at(firstAtMs) })).status).toBe(404)
})

test('a filter is tried on the newest events, and says why it keeps one out', async () => {
  const { body } = await app.api.post('/api/v2.0/projects/shop/webhook/filters/dry-run', {
    event_types: ['pushImage'],
    filter: { tags: { exclude: ['nightly'] } },
  })
  expect(body).toMatchObject({ looked_at: 3, matched: 2 })
  expect(body.events.map(({ tag, verdict }: { tag: string; verdict: string }) => [tag, verdict])).toEqual([
    ['nightly', 'tag not matched'],
    ['v2', 'deliver'],
    ['v1', 'deliver'],
  ])
  const wrong = await app.api.post('/api/v2.0/projects/shop/webhook/filters/dry-run', {
    event_types: ['pushImage'],
    filter: { tags: { include: ['['] } },
  })
  expect(wrong.body.errors[0].message).toContain('filter.tags.include[0]')
})

test('only what a policy missed is counted, sent once, and not a second time', async () => {
  const path = await policy()
  await app.api.post(`${path}/replay`, { since: at(firstAtMs), until: at(secondAtMs) })
  await receiver.waitFor(1)
  const missed = { since: at(firstAtMs), missed: true }
  const count = await app.api.post(`${path}/replay`, { ...missed, dry_run: true })
  const left = [{ reason: 'got it already', count: 1 }]
  expect(count.body).toEqual({ looked_at: 3, matched: 2, done: 0, left, more: false })
  const answers = await Promise.all([1, 2].map(() => app.api.post(`${path}/replay`, missed)))
  expect(answers.map(({ body }) => body.done).toSorted()).toEqual([0, 2])
  expect((await tags(3)).toSorted()).toEqual(['nightly', 'v1', 'v2'])
  const again = await app.api.post(`${path}/replay`, missed)
  expect(again.body).toMatchObject({ matched: 0, done: 0, left: [{ reason: 'got it already', count: 3 }] })
})
