import { beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  return () => app[Symbol.asyncDispose]()
})

const target = { type: 'http', address: 'https://hook.example.com/a' }
const policy = (name: string, changes: object = {}): object => ({
  name,
  enabled: true,
  event_types: ['PUSH_ARTIFACT'],
  targets: [target],
  ...changes,
})

async function create(body: object): Promise<string> {
  const { status, headers } = await app.api.post(POLICIES, body)
  expect(status).toBe(201)
  return String(headers['location'])
}

test('a policy is made, answered with its place, and read there with its keys in order', async () => {
  const place = await create(policy('first', { description: 'the first' }))
  expect(place).toMatch(/^\/api\/v2\.0\/projects\/shop\/webhook\/policies\/\d+$/)
  const { status, headers, body } = await app.api.get(place)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/json')
  expect(body).toEqual({
    creation_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    creator: 'admin',
    description: 'the first',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    id: Number(place.split('/').at(-1)),
    name: 'first',
    project_id: expect.any(Number),
    targets: [
      {
        address: 'https://hook.example.com/a',
        id: expect.any(Number),
        payload_format: 'Default',
        type: 'http',
      },
    ],
    update_time: body.creation_time,
  })
  expect(Object.keys(body)).toEqual(Object.keys(body).toSorted())
  expect(Object.keys(body.targets[0])).toEqual(Object.keys(body.targets[0]).toSorted())
})

test('the answer to a new policy is empty and has no content type', async () => {
  const { body, headers } = await app.api.post(POLICIES, policy('empty answer'))
  expect(body).toBe('')
  expect(headers['content-type']).toBeUndefined()
})

test('the place of a new policy names the project as the caller wrote it', async () => {
  const [{ project_id }] = (await app.api.get('/api/v2.0/projects?name=shop')).body
  const path = `/api/v2.0/projects/${project_id}/webhook/policies`
  const { headers } = await app.api.post(path, policy('by number'))
  expect(headers['location']).toMatch(new RegExp(`^${path}/\\d+$`))
})

test('a policy has several targets, each with its own settings, in the order given', async () => {
  const targets = [
    { type: 'http', address: 'https://b.example.com', payload_format: 'Proposal', skip_cert_verify: true },
    { type: 'http', address: 'a.example.com:8080/x?y=z', skip_cert_verify: false },
    target,
  ]
  const { body } = await app.api.get(await create(policy('several', { targets })))
  expect(new Set(body.targets.map(({ id }: { id: number }) => id)).size).toBe(3)
  expect(body.targets.map(({ id: _id, ...rest }: { id: number }) => rest)).toEqual([
    { address: 'https://b.example.com', payload_format: 'Proposal', skip_cert_verify: true, type: 'http' },
    { address: 'a.example.com:8080/x?y=z', payload_format: 'Default', type: 'http' },
    { ...target, payload_format: 'Default' },
  ])
})

test('both names of an event type are accepted, and one told twice counts once', async () => {
  const event_types = ['pushImage', 'PULL_ARTIFACT', 'PUSH_ARTIFACT', 'deleteImage', 'DELETE_TAG']
  const { body } = await app.api.get(await create(policy('names', { event_types })))
  expect(body.event_types).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT', 'DELETE_TAG'])
})

test('enabled left out means disabled, and an answer always says which', async () => {
  const { body } = await app.api.get(await create(policy('silent', { enabled: undefined })))
  expect(body.enabled).toBe(false)
})

test('null is the same as left out', async () => {
  const targets = [{ ...target, payload_format: null, auth_header: null, skip_cert_verify: null }]
  const { body } = await app.api.get(
    await create(policy('nulls', { enabled: null, description: null, targets })),
  )
  expect(body).toMatchObject({ enabled: false, targets: [{ payload_format: 'Default' }] })
  expect(body).not.toHaveProperty('description')
})

test('the server says who made a policy and when, whatever the client claims', async () => {
  const claims = { creator: 'mallory', id: 4711, project_id: 99, creation_time: '0001-01-01T00:00:00.000Z' }
  const before = new Date().toISOString()
  const place = await create(policy('claims', claims))
  const { body } = await app.api.get(place)
  expect(body).toMatchObject({ creator: 'admin', id: Number(place.split('/').at(-1)) })
  expect(body.id).not.toBe(4711)
  expect(body.project_id).not.toBe(99)
  expect(body.creation_time >= before).toBe(true)
})

test('what is empty is left out of an answer', async () => {
  const { body } = await app.api.get(await create(policy('', { description: '' })))
  expect(body).not.toHaveProperty('name')
  expect(body).not.toHaveProperty('description')
})

test('a project has many policies: the newest first, by pages', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'many' })
  const path = POLICIES.replace('shop', 'many')
  for (const name of ['one', 'two', 'three']) await app.api.post(path, policy(name))
  const first = await app.api.get(`${path}?page_size=2`)
  expect(first.body).toMatchObject([{ name: 'three' }, { name: 'two' }])
  expect(first.headers).toMatchObject({
    'x-total-count': '3',
    link: `<${path}?page=2&page_size=2>; rel="next"`,
  })
  expect((await app.api.get(`${path}?page_size=2&page=2`)).body).toMatchObject([{ name: 'one' }])
})

test('a name is taken once in a project, and free in another', async () => {
  await create(policy('taken'))
  const again = await app.api.post(POLICIES, policy('taken'))
  expect(again.status).toBe(409)
  expect(again.body).toEqual({
    errors: [{ code: 'CONFLICT', message: 'notification policy named taken already exists' }],
  })
  await app.api.post('/api/v2.0/projects', { project_name: 'elsewhere' })
  const elsewhere = await app.api.post(POLICIES.replace('shop', 'elsewhere'), policy('taken'))
  expect(elsewhere.status).toBe(201)
})

test('a policy is deleted, also with a content type and no body, and its name is free again', async () => {
  const place = await create(policy('short-lived'))
  const headers = { 'content-type': 'application/json' }
  const { status, body } = await app.api.delete(place, undefined, headers)
  expect([status, body]).toEqual([200, ''])
  expect((await app.api.get(place)).status).toBe(404)
  expect((await app.api.delete(place)).status).toBe(404)
  await create(policy('short-lived'))
})
