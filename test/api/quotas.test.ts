import { expect, test } from 'vitest'
import { ROLES } from '../../src/domain/people/role.ts'
import {
  type DistributionDescriptor,
  deleteEvent,
  envelope,
  pushEvent,
  randomDigest,
} from '../support/events/envelopes.ts'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { memberOf } from '../support/app/people.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const MIB = 1024 * 1024
const repository = 'shop/web'

const layer = (size: number): DistributionDescriptor => ({
  digest: randomDigest(),
  size,
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
})

const push = (tag: string, ...references: readonly DistributionDescriptor[]) =>
  pushEvent({ repository, tag, references, size: 0, user: 'bob' })

async function startWithLimit(limit: number) {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(await startReceiver())
  const app = stack.use(await startTestApp())
  await app.api.post('/api/v2.0/projects', { project_name: 'shop', storage_limit: limit })
  const eventTypes = ['QUOTA_WARNING', 'QUOTA_EXCEED']
  await createPolicy(app.api, { project: 'shop', eventTypes, targets: [receiver.url()] })
  const owned = stack.move()
  return { app, receiver, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

const quotaOf = async ({ api }: TestApp) => (await api.get('/api/v2.0/quotas?reference_id=1')).body[0]

test('crossing the threshold and the limit is told once each, and again after usage fell below', async () => {
  await using started = await startWithLimit(10 * MIB)
  const { app, receiver } = started
  const base = layer(8 * MIB)
  const send = (...events: Parameters<typeof envelope>[0]) => app.postEnvelope(envelope(events))
  await send(push('v1', base))
  await send(push('v2', base, layer(0.5 * MIB)))
  await send(push('v3', base))
  const [warning] = await receiver.waitFor(1)
  expect(JSON.parse(warning!.body)).toMatchObject({
    type: 'QUOTA_WARNING',
    operator: 'bob',
    event_data: {
      custom_attributes: { Details: 'quota usage reach 85%: resource storage used 8.5 MiB of 10.0 MiB' },
    },
  })
  const large = push('v4', layer(3.5 * MIB))
  await send(large)
  const [, exceeding] = await receiver.waitFor(2)
  expect(JSON.parse(exceeding!.body)).toMatchObject({
    type: 'QUOTA_EXCEED',
    event_data: {
      resources: [{ digest: large.target.digest, tag: 'v4' }],
      custom_attributes: {
        Details:
          'adding 3.5 MiB of storage resource, which when updated to current usage of 8.5 MiB will exceed the configured upper limit of 10.0 MiB.',
      },
    },
  })
  await send(deleteEvent({ repository, digest: large.target.digest! }))
  expect(await quotaOf(app)).toMatchObject({ used: { storage: 8.5 * MIB } })
  await send(push('v5', layer(2 * MIB)))
  const requests = await receiver.waitFor(3)
  expect(requests.map(({ body }) => JSON.parse(body).type)).toEqual([
    'QUOTA_WARNING',
    'QUOTA_EXCEED',
    'QUOTA_EXCEED',
  ])
})

test('a limit that is set later counts what was there, each blob once; without one usage is counted all the same', async () => {
  await using started = await startWithLimit(-1)
  const { app } = started
  const base = layer(4 * MIB)
  await app.postEnvelope(envelope([push('v1', base), push('v2', base, layer(MIB))]))
  const unlimited = { id: 1, ref: { name: 'shop' }, hard: { storage: -1 }, used: { storage: 5 * MIB } }
  expect(await quotaOf(app)).toMatchObject(unlimited)
  expect((await app.api.put('/api/v2.0/quotas/1', { hard: { storage: 20 * MIB } })).status).toBe(200)
  const limited = { ...unlimited, hard: { storage: 20 * MIB } }
  expect((await app.api.get('/api/v2.0/quotas/1')).body).toMatchObject(limited)
  await app.postEnvelope(envelope([push('v3', base, layer(2 * MIB))]))
  expect(await quotaOf(app)).toMatchObject({ used: { storage: 7 * MIB } })
})

test('a new project with a limit of 0 has the default one: none', async () => {
  await using app = await startTestApp()
  const { status } = await app.api.post('/api/v2.0/projects', { project_name: 'shop', storage_limit: 0 })
  expect(status).toBe(201)
  expect(await quotaOf(app)).toMatchObject({ hard: { storage: -1 } })
})

test('a quota of no project is not found, and setting a limit of 0 is refused with what to do', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  expect((await app.api.get('/api/v2.0/quotas/99')).status).toBe(404)
  expect((await app.api.put('/api/v2.0/quotas/99', { hard: { storage: 5 } })).status).toBe(404)
  const { status, body } = await app.api.put('/api/v2.0/quotas/1', { hard: { storage: 0 } })
  expect([status, body.errors[0].message]).toEqual([400, expect.stringContaining('use -1 for no limit')])
  expect(await quotaOf(app)).toMatchObject({ hard: { storage: -1 } })
})

test('every member of a project sees what it stores; who is none sees only that a public project is there', async () => {
  await using started = await startWithLimit(10 * MIB)
  const { app } = started
  await app.api.put('/api/v2.0/projects/shop', { metadata: { public: 'true' } })
  await app.postEnvelope(envelope([push('v1', layer(9 * MIB))]))
  const path = '/api/v2.0/projects/shop/summary'
  for (const role of ROLES) {
    const { body } = await (await memberOf(app, 'shop', role)).get(path)
    const quota = { hard: { storage: 10 * MIB }, used: { storage: 9 * MIB }, warning_percent: 85 }
    expect(body).toMatchObject({ quota })
  }
  const stranger = await memberOf(app, null, 'projectAdmin')
  expect((await stranger.get(path)).body).not.toHaveProperty('quota')
})

test('a member cannot change the limit', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const member = await memberOf(app, 'shop', 'projectAdmin')
  expect((await member.put('/api/v2.0/quotas/1', { hard: { storage: -1 } })).status).toBe(403)
})

test('a robot reads and changes quotas by the permissions that it needs in Harbor', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const robotWith = async (resource: string, actions: readonly string[]) => {
    const access = actions.map((action) => ({ resource, action }))
    const permissions = [{ kind: 'system', namespace: '/', access }]
    const { body } = await app.api.post('/api/v2.0/robots', {
      name: resource,
      level: 'system',
      duration: -1,
      permissions,
    })
    expect(body).not.toHaveProperty('permissions_without_effect')
    return apiClient(app.url, { user: body.name, password: body.secret })
  }
  const statuses = async (robot: ApiClient) => [
    (await robot.get('/api/v2.0/quotas')).status,
    (await robot.get('/api/v2.0/quotas/1')).status,
    (await robot.put('/api/v2.0/quotas/1', { hard: { storage: 5 } })).status,
  ]
  expect(await statuses(await robotWith('quota', ['list', 'read', 'update']))).toEqual([200, 200, 200])
  expect(await statuses(await robotWith('configuration', ['read', 'update']))).toEqual([403, 403, 403])
})

test('quotas are listed by what they are of, and only projects have any', async () => {
  await using app = await startTestApp()
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  const names = async (search: string) => {
    const { headers, body } = await app.api.get(`/api/v2.0/quotas?${search}`)
    expect(headers['x-total-count']).toBe(String(body.length))
    return body.map(({ ref }: { ref: { name: string } }) => ref.name).toSorted()
  }
  expect(await names('reference=project')).toEqual(['other', 'shop'])
  expect(await names('reference=project&reference_id=1')).toEqual(['shop'])
  expect(await names('reference=&reference_id=')).toEqual(['other', 'shop'])
  for (const search of [
    'reference=image',
    'reference=image&reference_id=1',
    'reference_id=99',
    'reference_id=x',
  ])
    expect(await names(search)).toEqual([])
})

test('a limit that is set, changed or taken away leaves the quota’s creation time as it is', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { creation_time } = await quotaOf(app)
  for (const storage of [10 * MIB, 20 * MIB, -1]) {
    clock.advance(60_000)
    expect((await app.api.put('/api/v2.0/quotas/1', { hard: { storage } })).status).toBe(200)
    expect(await quotaOf(app)).toMatchObject({ creation_time, hard: { storage } })
  }
})
