import { describe, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { memberOf } from '../support/app/people.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const SYSTEM = '/api/v2.0/webhook'

async function policyTo(app: TestApp, address: string): Promise<number> {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const policy = {
    name: 'ci',
    enabled: true,
    event_types: ['pushImage'],
    targets: [{ type: 'http', address }],
  }
  await app.api.post(`${WEBHOOK}/policies`, policy)
  const { body } = await app.api.get(`${WEBHOOK}/policies`)
  return body[0].targets[0].id
}

const push = (app: TestApp, tag: string) =>
  app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag, user: 'ci' })]))

describe.each([
  ['a project', WEBHOOK, 'project', 'shop'],
  ['everything', SYSTEM, 'everything', 'everything'],
])('a hold of %s', (_, path, scope, of) => {
  test('accepts and stores, starts no attempt, and sends after the release', async () => {
    await using receiver = await startReceiver()
    await using app = await startTestApp()
    await policyTo(app, receiver.url('/hook'))
    expect((await app.api.post(`${path}/hold`)).status).toBe(200)
    expect((await push(app, 'v1')).status).toBe(200)
    await push(app, 'v2')
    expect(app.rows('select state, attempts from delivery')).toEqual([
      { state: 'pending', attempts: 0 },
      { state: 'pending', attempts: 0 },
    ])
    expect(receiver.requests).toHaveLength(0)
    expect((await app.api.get(`${path}/hold`)).body).toMatchObject({ held: true, waiting: 2 })
    expect((await app.api.post(`${path}/release`)).body).toEqual({ held: false, holds: [], waiting: 0 })
    await receiver.waitFor(2)
    await push(app, 'v3')
    await receiver.waitFor(3)
  })

  test('is shown with its beginning and the one who began it, logged and audited', async () => {
    await using app = await startTestApp()
    await policyTo(app, 'http://127.0.0.1:9/')
    await app.api.post(`${path}/hold`)
    const { body } = await app.api.get(`${WEBHOOK}/hold`)
    expect(body).toEqual({
      held: true,
      holds: [{ scope, since: expect.any(String), by: 'admin' }],
      waiting: 0,
    })
    await app.api.post(`${path}/hold`)
    expect((await app.api.get(`${WEBHOOK}/hold`)).body).toEqual(body)
    await app.api.post(`${path}/release`)
    expect(app.log).toContainEqual(expect.objectContaining({ of, by: 'admin', targets: 1 }))
    const audited = (await app.api.get('/api/v2.0/audit-logs')).body.map(
      (entry: { operation_id: string; resource: string }) =>
        `${entry.operation_id.replace('OfProject', '')}: ${entry.resource}`,
    )
    expect(audited).toEqual(expect.arrayContaining([`HoldDeliveries: ${of}`, `ReleaseDeliveries: ${of}`]))
  })
})

test('the release of one hold leaves the others in force', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const id = await policyTo(app, receiver.url('/hook'))
  await app.api.post(`${SYSTEM}/hold`)
  await app.api.post(`${WEBHOOK}/hold`)
  await app.api.post(`${WEBHOOK}/targets/${id}/pause`)
  await push(app, 'v1')
  await app.api.post(`${WEBHOOK}/targets/${id}/resume`)
  await app.api.post(`${SYSTEM}/release`)
  expect(app.rows('select state from delivery')).toEqual([{ state: 'pending' }])
  expect(receiver.requests).toHaveLength(0)
  await app.api.post(`${WEBHOOK}/release`)
  await receiver.waitFor(1)
})

test('a test call goes out during a hold', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const id = await policyTo(app, receiver.url('/hook'))
  await app.api.post(`${SYSTEM}/hold`)
  const tested = await app.api.post(`${WEBHOOK}/targets/${id}/test`, { event_type: 'PUSH_ARTIFACT' })
  expect(tested.status).toBe(200)
  expect(receiver.requests).toHaveLength(1)
})

test('a hold of a project concerns no other project', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await policyTo(app, receiver.url('/hook'))
  await app.api.post('/api/v2.0/projects', { project_name: 'other' })
  await app.api.post('/api/v2.0/projects/other/webhook/hold')
  await push(app, 'v1')
  await receiver.waitFor(1)
})

test('everyone who is logged in learns of the hold of everything', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const guest = await memberOf(app, 'shop', 'guest')
  const since = async (api: TestApp['api']) =>
    (await api.get('/api/v2.0/systeminfo')).body.deliveries_held_since
  expect(await since(guest)).toBeUndefined()
  const { body } = await app.api.post(`${SYSTEM}/hold`)
  expect(await since(guest)).toBe(body.holds[0].since)
  expect(await since(app.anonymous)).toBeUndefined()
})
