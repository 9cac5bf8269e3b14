import { afterAll, beforeAll, expect, test } from 'vitest'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'

/** Two deliveries fail; both are sent again, and one of the redeliveries fails as well. */

let app: TestApp
let receiver: Receiver
let policy: WebhookPolicy
const isDown = { v1: true, v2: true }

beforeAll(async () => {
  receiver = await startReceiver({
    respond: ({ body }) => ({
      status: Object.entries(isDown).some(([tag, down]) => down && body.includes(`"${tag}"`)) ? 503 : 200,
    }),
  })
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  policy = await createPolicy(app.api, { project: 'shop', targets: [receiver.url()] })
  await app.postEnvelope(envelope(['v1', 'v2'].map((tag) => pushEvent({ repository: 'shop/web', tag }))))
  await policy.ended(2)
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

interface Listed {
  readonly id: number
  readonly event_id: string
  readonly tag: string
  readonly state: string
  readonly redelivery_of?: number
  readonly redelivered_as?: number
}

async function listed(query = ''): Promise<readonly Listed[]> {
  return (await app.api.get(`${WEBHOOK}/deliveries${query}`)).body.items
}
const redeliver = (body: object) => app.api.post(`${WEBHOOK}/deliveries/redeliver`, body)
const totals = async () => {
  const since = new Date(Date.now() - 3_600_000).toISOString()
  return (await app.api.get(`${WEBHOOK}/statistics?since=${since}`)).body.totals
}

test('what was sent again names its redelivery, and the redelivery names it', async () => {
  isDown.v1 = false
  expect((await redeliver({ all: true })).body).toMatchObject({ matched: 2, done: 2 })
  await policy.ended(4)
  const all = await listed()
  for (const one of all.filter(({ redelivery_of }) => redelivery_of !== undefined))
    expect(all.find(({ id }) => id === one.redelivery_of)).toMatchObject({
      redelivered_as: one.id,
      event_id: one.event_id,
      state: 'error',
    })
  const [last] = all.filter(({ redelivered_as }) => redelivered_as !== undefined)
  expect((await app.api.get(`${WEBHOOK}/deliveries/${last!.id}`)).body.redelivered_as).toBe(
    last!.redelivered_as,
  )
})

test('a filter for failures finds only what failed last; what was sent again is found by that', async () => {
  expect(await listed('?state=error,expired')).toMatchObject([
    { tag: 'v2', redelivery_of: expect.any(Number) },
  ])
  expect(await listed('?state=error,success')).toHaveLength(2)
  expect(await listed('?redelivered=true')).toHaveLength(2)
  expect(await listed('?state=error&redelivered=true')).toHaveLength(2)
  expect(await listed('?redelivered=false')).toHaveLength(2)
  expect((await app.api.get(`${WEBHOOK}/deliveries?redelivered=maybe`)).status).toBe(422)
})

test('figures and accounts of events count it as its redelivery', async () => {
  expect(await totals()).toMatchObject({ accepted: 4, delivered: 1, failed: 1, redelivered: 2 })
  const { items } = (await app.api.get(`${WEBHOOK}/received-events?event_type=PUSH_ARTIFACT`)).body
  const account = { accepted: 1, stopped: 0, expired: 0, filtered: 0, merged: 0, pending: 0 }
  expect(
    items.map((event: { tag: string; account: object }) => [event.tag, event.account]).toSorted(),
  ).toEqual([
    ['v1', { ...account, delivered: 1, failed: 0 }],
    ['v2', { ...account, delivered: 0, failed: 1 }],
  ])
})

test("Harbor's API shows each delivery as it ended", async () => {
  const { body } = await app.api.get(`${policy.path}/executions?q=status%3DError`)
  expect(body).toHaveLength(3)
})

test('the same action of many a second time sends only what has failed again', async () => {
  const again = await redeliver({ filter: { policy_id: policy.id } })
  expect(again.body).toEqual({
    matched: 1,
    done: 1,
    left: [{ reason: 'was sent again already', count: 3 }],
    more: false,
  })
  await policy.ended(5)
})

test('successes are sent again once, however often someone asks at the same time', async () => {
  isDown.v2 = false
  await redeliver({ all: true })
  await policy.ended(6)
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v3' })]))
  await policy.ended(7)
  const successes = { filter: { state: 'success' } }
  const answers = await Promise.all([redeliver(successes), redeliver(successes)])
  expect(answers.map(({ body }) => body.done).toSorted()).toEqual([0, 1])
  await policy.ended(8)
  expect((await redeliver(successes)).body).toMatchObject({ matched: 0, done: 0 })
})

test('a delivery that is being sent again is not sent a second time until that has ended', async () => {
  const [{ id } = { id: 0 }] = await listed('?redelivered=false')
  const [target] = (await app.api.get(policy.path)).body.targets
  await app.api.post(`${WEBHOOK}/targets/${target.id}/pause`)
  const first = await app.api.post(`${WEBHOOK}/deliveries/${id}/redeliver`)
  expect(first.status).toBe(201)
  const second = await app.api.post(`${WEBHOOK}/deliveries/${id}/redeliver`)
  expect([second.status, second.body.errors[0].message]).toEqual([
    409,
    `delivery ${id} is being sent again as delivery ${first.body.id}`,
  ])
  await app.api.post(`${WEBHOOK}/targets/${target.id}/resume`)
  await policy.ended(9)
  expect((await app.api.post(`${WEBHOOK}/deliveries/${id}/redeliver`)).status).toBe(201)
})

test('the audit of the store finds nothing wrong', async () => {
  await policy.ended(10)
  const named = app.rows(
    'select count(*) as n from delivery d where redelivered_as is not null and not exists (select 1 from delivery n where n.id = d.redelivered_as and n.event_id = d.event_id)',
  )
  expect(named[0]?.['n']).toBe(0)
})
