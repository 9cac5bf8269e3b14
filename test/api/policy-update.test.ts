import { beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

let app: TestApp

const target = { type: 'http', address: 'https://hook.example.com/a' }
const policy = { name: 'ci', enabled: true, event_types: ['PUSH_ARTIFACT'], targets: [target] }

beforeAll(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  return () => app[Symbol.asyncDispose]()
})

async function create(changes: object): Promise<string> {
  return String((await app.api.post(POLICIES, { ...policy, ...changes })).headers['location'])
}

test('an update replaces the whole policy', async () => {
  const place = await create({ name: 'before', description: 'old', event_types: ['PULL_ARTIFACT'] })
  const targets = [
    { type: 'http', address: 'https://other.example.com', payload_format: 'Proposal' },
    { ...target, skip_cert_verify: true },
  ]
  const { status, body: answer } = await app.api.put(place, { event_types: ['deleteImage'], targets })
  expect([status, answer]).toEqual([200, ''])
  const { body } = await app.api.get(place)
  expect(body).toMatchObject({ enabled: false, event_types: ['DELETE_ARTIFACT'], targets })
  expect(body).not.toHaveProperty('name')
  expect(body).not.toHaveProperty('description')
})

test('an update keeps what is the server’s: id, project, creator and time of creation', async () => {
  const place = await create({ name: 'lasting' })
  const { body: before } = await app.api.get(place)
  const claims = { id: 9, project_id: 9, creator: 'mallory', creation_time: '0001-01-01T00:00:00.000Z' }
  await app.api.put(place, { ...policy, name: 'lasting', ...claims })
  const { body: after } = await app.api.get(place)
  const { id, project_id, creator, creation_time } = before
  expect(after).toMatchObject({ id, project_id, creator, creation_time })
  expect(after.update_time >= before.update_time).toBe(true)
})

test('an update tells when it was', async () => {
  let time = Date.UTC(2026, 2, 1, 10)
  await using own = await startTestApp({
    clock: { now: () => time, monotonic: () => time, after: () => () => undefined },
  })
  await own.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const place = String((await own.api.post(POLICIES, policy)).headers['location'])
  time += 3_600_500
  await own.api.put(place, policy)
  expect((await own.api.get(place)).body).toMatchObject({
    creation_time: '2026-03-01T10:00:00.000Z',
    update_time: '2026-03-01T11:00:00.500Z',
  })
})

test('a policy cannot take another one’s name, but may keep its own', async () => {
  await create({ name: 'one' })
  const place = await create({ name: 'two' })
  const { status, body } = await app.api.put(place, { ...policy, name: 'one' })
  expect([status, body.errors[0]]).toEqual([
    409,
    { code: 'CONFLICT', message: 'notification policy named one already exists' },
  ])
  expect((await app.api.put(place, { ...policy, name: 'two', enabled: false })).status).toBe(200)
  expect((await app.api.get(place)).body).toMatchObject({ name: 'two', enabled: false })
})

test('what the Terraform provider sends makes and updates a policy', async () => {
  const body = {
    update_time: '0001-01-01T00:00:00Z',
    description: '',
    creator: '',
    creation_time: '0001-01-01T00:00:00Z',
    enabled: true,
    targets: [
      {
        type: 'http',
        auth_header: '',
        skip_cert_verify: true,
        address: 'https://hook.example.com',
        'payload_format:omitempty': '',
      },
    ],
    event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT'],
    project_id: 0,
    id: 0,
    name: 'terraform',
  }
  const headers = { 'content-type': 'application/json' }
  const [{ project_id }] = (await app.api.get('/api/v2.0/projects?name=shop', headers)).body
  const path = `/api/v2.0/projects/${project_id}/webhook/policies`
  const created = await app.api.post(path, body, headers)
  expect(created.status).toBe(201)
  const place = String(created.headers['location'])
  expect(place.replaceAll('/api', '').replaceAll('/v2.0', '')).toMatch(
    new RegExp(`^/projects/${project_id}/webhook/policies/\\d+$`),
  )
  expect((await app.api.put(place, body, headers)).status).toBe(200)
  const read = await app.api.get(place, headers)
  expect(read.body).toMatchObject({
    enabled: true,
    event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT'],
    targets: [{ address: 'https://hook.example.com', skip_cert_verify: true, payload_format: 'Default' }],
  })
  expect(Date.parse(read.body.creation_time)).toBeGreaterThan(Date.UTC(2020))
  expect((await app.api.delete(place, undefined, headers)).status).toBe(200)
})
