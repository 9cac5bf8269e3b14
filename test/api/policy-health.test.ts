import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PolicyHealthResponse } from '../../src/contract/webhooks/policy-health.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const SYSTEM = '/api/v2.0/webhook'

let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver({
    respond: ({ path }) => ({ status: path.startsWith('/down') ? 503 : 200 }),
  })
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const create = (name: string, path = `/${name}`, more: object = {}) =>
    createPolicy(app.api, { project: 'shop', name, targets: [receiver.url(path)], ...more })
  const deploy = await create('deploy', '/down')
  await create('builds')
  await create('mirror')
  await create('scans', '/scans', { eventTypes: ['SCANNING_COMPLETED'] })
  const old = await create('old')
  await old.update({ enabled: false })
  const [target] = (await app.api.get(`${WEBHOOK}/policies/3`)).body.targets
  await app.api.post(`${WEBHOOK}/targets/${target.id}/pause`)
  await app.api.post('/api/v2.0/webhook/policies', {
    name: 'everywhere',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url('/all') }],
  })
  await app.postEnvelope(envelope(['v1', 'v2'].map((tag) => pushEvent({ repository: 'shop/web', tag }))))
  await deploy.ended(2)
  await waitUntil(
    async () => {
      const { counts, items } = await health()
      return counts.failing === 1 && items.every(({ recent }) => !recent.includes('running'))
    },
    { what: 'the failing policy is known' },
  )
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

async function health(query = '', path = SYSTEM): Promise<PolicyHealthResponse> {
  const { status, body } = await app.api.get(`${path}/health${query}`)
  expect(status).toBe(200)
  return body
}
const names = ({ items }: PolicyHealthResponse) => items.map(({ name }) => name)

test('one call lists the policies of all projects, those that fail first', async () => {
  const all = await health()
  expect(names(all)).toEqual(['deploy', 'mirror', 'builds', 'everywhere', 'scans', 'old'])
  expect(all).toMatchObject({
    total: 6,
    counts: { failing: 1, auto_disabled: 0, held: 1, working: 2, idle: 1, disabled: 1 },
  })
  expect(all.items[0]).toMatchObject({
    project_name: 'shop',
    state: 'failing',
    trouble: { cause: 'server_error', reason: 'the receiver answered 503', problem_id: expect.any(Number) },
    failed: 2,
    delivered: 0,
    waiting: 0,
    recent: ['error', 'error'],
    targets: [{ type: 'http', address: receiver.url('/down') }],
  })
  expect(all.items[1]).toMatchObject({ state: 'held', waiting: 2, targets: [{ paused: true }] })
  expect(all.items[2]).toMatchObject({ state: 'working', delivered: 2, recent: ['success', 'success'] })
  expect(all.items[3]!.project_name).toBeUndefined()
  expect(all.items[4]).toMatchObject({ state: 'idle', recent: [] })
})

test('a project lists its own', async () => {
  expect(names(await health('', WEBHOOK))).toEqual(['deploy', 'mirror', 'builds', 'scans', 'old'])
})

test('it is filtered by name, project and state, sorted, and cut in pages', async () => {
  expect(names(await health('?policy_id=2'))).toEqual(['builds'])
  expect(names(await health('?name=EVERY'))).toEqual(['everywhere'])
  expect(names(await health('?name=sho&sort=-name'))).toEqual(['scans', 'old', 'mirror', 'deploy', 'builds'])
  const some = await health('?state=held,disabled')
  expect([names(some), some.total, some.counts.failing]).toEqual([['mirror', 'old'], 2, 1])
  expect(names(await health('?sort=name&page=2&page_size=2'))).toEqual(['everywhere', 'mirror'])
  expect(names(await health('?sort=last')).slice(-2)).toEqual(['old', 'scans'])
  for (const query of ['?state=sick', '?sort=age', '?page_size=500'])
    expect((await app.api.get(`${SYSTEM}/health${query}`)).status).toBeGreaterThanOrEqual(400)
})

test('what was sent again is shown as recovered', async () => {
  receiver.respond = () => ({ status: 200 })
  await app.api.post(`${WEBHOOK}/deliveries/redeliver`, { all: true })
  const deploy = await waitUntil(
    async () => {
      const [first] = (await health('?name=deploy')).items
      return first?.state === 'working' && first.delivered === 2 && first
    },
    { what: 'it works' },
  )
  expect(deploy).toMatchObject({ failed: 0, redelivered: 2 })
  expect(deploy.recent.toSorted()).toEqual(['recovered', 'recovered', 'success', 'success'])
})
