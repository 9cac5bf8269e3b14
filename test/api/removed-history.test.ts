import { afterAll, beforeAll, expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Three events fail, ten days apart: nothing of the first one is left, and the second has lost its payload. */

let clock: ManualClock
let app: TestApp
let receiver: Receiver
let policy: WebhookPolicy
const pushedAtMs: number[] = []

beforeAll(async () => {
  clock = new ManualClock()
  receiver = await startReceiver({ respond: () => ({ status: 503 }) })
  app = await startTestApp({
    clock,
    needsFile: true,
    settings: { WEBHOOK_MAX_RETRY: '0', RETENTION_DAYS: '15', RETENTION_BODIES_DAYS: '5' },
  })
  policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  for (const tag of ['first', 'second', 'third']) {
    if (pushedAtMs.length > 0) clock.advance(10 * DAY_MS)
    pushedAtMs.push(clock.now())
    await push(app, { repository: 'shop/web', tag })
    await waitUntil(async () => (await newest()).tag === tag && (await newest()).state === 'error', {
      what: `the delivery of ${tag} has failed`,
    })
  }
  await waitUntil(
    async () => {
      clock.advance(HOUR_MS / 4)
      const { body } = await app.api.get(`${WEBHOOK}/deliveries`)
      return body.items.length === 2 && (await detail(2)).payload === ''
    },
    { what: 'what is old is removed', intervalMs: 50 },
  )
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const newest = async () => (await app.api.get(`${WEBHOOK}/deliveries`)).body.items[0]
const detail = async (id: number) => (await app.api.get(`${WEBHOOK}/deliveries/${id}`)).body
const time = (ms: number) => new Date(ms).toISOString()

test('a replay that reaches back before removed events says since when it is complete', async () => {
  const ask = (since: number) =>
    app.api.post(`${policy.path}/replay`, { since: time(since), dry_run: true, missed: true })
  const completeSince = time(pushedAtMs[0]! + 1)
  expect((await ask(pushedAtMs[0]!)).body).toMatchObject({
    incomplete: {
      complete_since: completeSince,
      removed: 'events',
      reason: `Bellbuoy has removed events from before ${completeSince}, since they are old: they cannot be sent again`,
    },
  })
  expect((await ask(pushedAtMs[0]! + 1)).body).not.toHaveProperty('incomplete')
})

test('so does one of all projects; that of a project of which nothing was removed is complete', async () => {
  const since = time(pushedAtMs[0]!)
  const global = await createGlobal()
  const ofAll = await app.api.post(`${global}/replay`, { since, dry_run: true })
  expect(ofAll.body.incomplete).toMatchObject({ removed: 'events' })
  const other = await createPolicy(app.api, { project: 'quiet', targets: [receiver.url()] })
  const ofOther = await app.api.post(`${other.path}/replay`, { since, dry_run: true })
  expect(ofOther.body).not.toHaveProperty('incomplete')
})

async function createGlobal(): Promise<string> {
  const { headers } = await app.api.post('/api/v2.0/webhook/policies', {
    name: 'of all',
    event_types: ['DELETE_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url() }],
  })
  return String(headers['location'])
}

test('what failed and has no payload any more is neither counted nor sent, and the answer says so', async () => {
  const { body } = await app.api.get(`${WEBHOOK}/problems?kind=target_failing`)
  const [problem] = body.items
  expect(problem).toMatchObject({ since: time(pushedAtMs[0]!), recoverable: 1 })
  const recover = (dry_run: boolean) =>
    app.api.post(`${WEBHOOK}/problems/${problem.id}/redeliver`, { dry_run })
  const incomplete = { complete_since: time(pushedAtMs[1]! + 1), removed: 'payloads' }
  const counted = await recover(true)
  expect(counted.body).toMatchObject({ matched: 1, done: 0, more: false, incomplete })
  expect(counted.body.incomplete.reason).toContain('replay them, which writes their payloads anew')
})

test('a redelivery of many leaves out what has no payload, and says why', async () => {
  const { body } = await app.api.post(`${WEBHOOK}/deliveries/redeliver`, { all: true, dry_run: true })
  const reason = 'its payload was removed, since it is old: a replay of its event writes it anew'
  expect(body).toMatchObject({ matched: 1, left: [{ reason, count: 1 }] })
})

test('a delivery without its payload is refused by itself, and its event can be replayed all the same', async () => {
  const { status, body } = await app.api.post(`${WEBHOOK}/deliveries/2/redeliver`)
  expect([status, body.errors[0].message]).toEqual([
    409,
    'the payload of delivery 2 was removed, since it is old: replay its event, which writes it anew',
  ])
  receiver.respond = () => ({ status: 200 })
  const before = receiver.requests.length
  const range = { since: time(pushedAtMs[1]!), until: time(pushedAtMs[1]! + 1) }
  expect((await app.api.post(`${policy.path}/replay`, range)).body).toMatchObject({ done: 1 })
  const requests = await receiver.waitFor(before + 1)
  expect(requests.at(-1)?.body).toContain('"second"')
})
