import { afterAll, beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { waitUntil } from '../support/wait-until.ts'

/** Of each push, one delivery succeeds, one fails and one waits. */

let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  for (const [name, address] of [
    ['good', receiver.url('/good')],
    ['dead', 'http://127.0.0.1:9'],
    ['paused', receiver.url('/paused')],
  ] as const)
    await createPolicy(app.api, { project: 'shop', name, targets: [address] })
  await app.api.post(`${WEBHOOK}/targets/3/pause`)
  await app.postEnvelope(envelope(['v1', 'v2'].map((tag) => pushEvent({ repository: 'shop/web', tag }))))
  await waitUntil(() => app.rows("select 1 from delivery where state in ('success', 'error')").length === 4, {
    what: 'four deliveries have ended',
  })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const count = () => app.rows('select count(*) as n from delivery')[0]?.['n']
const act = (verb: string, body: object) => app.api.post(`${WEBHOOK}/deliveries/${verb}`, body)

test.for(
  ['redeliver', 'stop'].flatMap((verb) =>
    [
      {},
      { filter: {} },
      { filter: null },
      { filter: { state: null } },
      { filter: { repository: '' } },
      { all: false },
      { dry_run: true },
    ].map((body) => [verb, body] as const),
  ),
)('%s with %j acts on nothing, since it names nothing', async ([verb, body]) => {
  const before = count()
  const { status, body: answer } = await act(verb, body)
  expect([status, answer.errors[0].message]).toEqual([400, expect.stringContaining('"all": true')])
  expect(count()).toBe(before)
})

test.for([
  { filter: { states: 'error' } },
  { filters: { state: 'error' } },
  { Filter: {} },
  { filter: { State: 'error' }, all: true },
])('%j is refused, and nothing is sent again', async (body) => {
  const before = count()
  expect((await act('redeliver', body)).status).toBe(400)
  expect(count()).toBe(before)
})

test('all without a state takes what failed, and says what it left', async () => {
  const { status, body } = await act('redeliver', { all: true, dry_run: true })
  expect([status, body.matched, body.done]).toEqual([200, 2, 0])
  expect(body.left.toSorted(byReason)).toEqual([
    { reason: 'has not ended', count: 2 },
    { reason: 'was delivered', count: 2 },
  ])
})

test('a filter that names no state takes all that has ended, and says what it left', async () => {
  const { body } = await act('redeliver', { filter: { repository: 'shop/web' }, dry_run: true })
  expect(body).toMatchObject({ matched: 4, left: [{ reason: 'has not ended', count: 2 }] })
})

test('all with a state takes those of the state', async () => {
  const { body } = await act('redeliver', { all: true, filter: { state: 'success' }, dry_run: true })
  expect(body).toMatchObject({ matched: 2, left: [] })
})

test('stopping all takes what waits, and says what it left', async () => {
  const { body } = await act('stop', { all: true })
  expect([body.matched, body.done]).toEqual([2, 2])
  expect(body.left.toSorted(byReason)).toEqual([
    { reason: 'failed', count: 2 },
    { reason: 'was delivered', count: 2 },
  ])
})

test('what has lost its policy is left, and the answer says so', async () => {
  await app.api.delete(`${WEBHOOK}/policies/2`)
  const { body } = await act('redeliver', { filter: { state: 'error', policy_id: 2 } })
  expect(body).toMatchObject({
    matched: 2,
    done: 0,
    left: [{ reason: 'its policy or target is gone, or it is being sent again', count: 2 }],
  })
})

const byReason = (one: { reason: string }, other: { reason: string }): number =>
  one.reason < other.reason ? -1 : 1
