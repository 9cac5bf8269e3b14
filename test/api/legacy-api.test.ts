import { afterAll, beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { LEGACY_WEBHOOK } from '../support/app/shop-paths.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
})
afterAll(() => app[Symbol.asyncDispose]())

const policy = (name: string, address = 'https://hook.example.com') => ({
  name,
  enabled: true,
  targets: [{ type: 'http', address, auth_header: 'Bearer canary-110' }],
  event_types: ['pushImage', 'DELETE_ARTIFACT'],
})

test('a policy is made, read with the names of the proposal, replaced and deleted', async () => {
  const { status, headers } = await app.api.post(`${LEGACY_WEBHOOK}/policies`, policy('one'))
  expect({ status, location: headers['location'] }).toEqual({
    status: 201,
    location: `${LEGACY_WEBHOOK}/policies/1`,
  })
  const { body } = await app.api.get(`${LEGACY_WEBHOOK}/policies/1`)
  expect(body).toEqual({
    id: 1,
    name: 'one',
    description: '',
    project_id: 1,
    targets: [{ type: 'http', address: 'https://hook.example.com', skip_cert_verify: false }],
    event_types: ['pushImage', 'deleteImage'],
    creator: 'admin',
    creation_time: expect.any(String),
    update_time: expect.any(String),
    enabled: true,
  })
  expect((await app.api.put(`${LEGACY_WEBHOOK}/policies/1`, { ...policy('two'), id: 1 })).status).toBe(200)
  expect(
    (await app.api.get(`${LEGACY_WEBHOOK}/policies`)).body.map(({ name }: { name: string }) => name),
  ).toEqual(['two'])
  expect((await app.api.delete(`${LEGACY_WEBHOOK}/policies/1`)).status).toBe(200)
  expect((await app.api.get(`${LEGACY_WEBHOOK}/policies`)).body).toEqual([])
})

test('errors have the shape of 1.10, and say that they are plain text', async () => {
  const { status, headers, body } = await app.api.get(`${LEGACY_WEBHOOK}/policies/999`)
  expect(headers['content-type']).toContain('text/plain')
  expect({ status, ...JSON.parse(body) }).toEqual({
    status: 404,
    code: 404,
    message: 'notification policy 999 not found',
  })
})

test.for([
  [
    'POST with an id',
    400,
    (app: TestApp) => app.api.post(`${LEGACY_WEBHOOK}/policies`, { ...policy('x'), id: 5 }),
  ],
  [
    'an unknown event type',
    400,
    (app: TestApp) => app.api.post(`${LEGACY_WEBHOOK}/policies`, { ...policy('x'), event_types: ['x'] }),
  ],
  ['an unknown project', 404, (app: TestApp) => app.api.get('/api/projects/99/webhook/policies')],
  ['a project by its name', 400, (app: TestApp) => app.api.get('/api/projects/shop/webhook/policies')],
  ['jobs of an unknown policy', 400, (app: TestApp) => app.api.get(`${LEGACY_WEBHOOK}/jobs?policy_id=99`)],
  ['page 0', 400, (app: TestApp) => app.api.get(`${LEGACY_WEBHOOK}/jobs?policy_id=1&page=0`)],
  ['nobody', 401, (app: TestApp) => app.anonymous.get('/api/projects/99/webhook/policies')],
] as const)('%s is %i', async ([, status, call]) => {
  const answer = await call(app)
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.body)).toMatchObject({ code: status })
})

test('a policy of another project is 400, as in 1.10', async () => {
  const { headers } = await app.api.post('/api/projects/2/webhook/policies', policy('elsewhere'))
  const id = String(headers['location']).split('/').at(-1)
  expect((await app.api.get(`${LEGACY_WEBHOOK}/policies/${id}`)).status).toBe(400)
})

test('last triggers and jobs speak 1.10', async () => {
  await using receiver = await startReceiver()
  const { headers } = await app.api.post(`${LEGACY_WEBHOOK}/policies`, policy('live', receiver.url('/hook')))
  const id = Number(String(headers['location']).split('/').at(-1))
  const never = (await app.api.get(`${LEGACY_WEBHOOK}/lasttrigger`)).body
  expect(never[0]).toEqual({ event_type: 'pushImage', enabled: true, creation_time: expect.any(String) })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  await receiver.waitFor(1)
  const [pushed, deleted] = (await app.api.get(`${LEGACY_WEBHOOK}/lasttrigger`)).body
  expect(Date.parse(pushed.last_trigger_time)).toBeGreaterThan(Date.now() - 600_000)
  expect(deleted).not.toHaveProperty('last_trigger_time')
  const finished = await waitUntil(
    async () => {
      const jobs = await app.api.get(`${LEGACY_WEBHOOK}/jobs/?policy_id=${id}&status=finished&status=error`)
      return jobs.body.length > 0 && jobs
    },
    { what: 'the job is finished' },
  )
  expect(finished.headers['x-total-count']).toBe('1')
  expect(finished.body[0]).toMatchObject({
    policy_id: id,
    event_type: 'pushImage',
    notify_type: 'http',
    status: 'finished',
  })
})

test('a client of 1.10 finds its project’s number by its name, and what the server is', async () => {
  const { body, headers } = await app.api.get('/api/projects?name=shop')
  expect(headers['x-total-count']).toBe('1')
  expect(body).toMatchObject([{ name: 'shop', project_id: 1, metadata: { public: 'false' } }])
  expect((await app.api.get('/api/projects?page=1&page_size=1')).headers['link']).toContain(
    '/api/projects?page=2',
  )
  expect((await app.api.get('/api/projects/1')).body).toMatchObject({ name: 'shop', project_id: 1 })
  expect((await app.api.get('/api/systeminfo')).body.harbor_version).toMatch(/^v1\.10\.\d+-bellbuoy-/)
  expect((await app.anonymous.get('/api/systeminfo')).body).not.toHaveProperty('harbor_version')
  expect((await app.anonymous.get('/api/projects')).body).toEqual([])
  for (const [path, status] of [
    ['/api/projects/shop', 400],
    ['/api/projects/99', 404],
    ['/api/projects?page=0', 400],
  ] as const) {
    const answer = await app.api.get(path)
    expect([path, answer.status, JSON.parse(answer.body).code]).toEqual([path, status, status])
  }
})

test('a policy of 1.10 sends what 1.10 sent, with its names of events', async () => {
  await using receiver = await startReceiver()
  await app.api.post('/api/projects/2/webhook/policies', policy('named', receiver.url('/hook')))
  await app.postEnvelope(envelope([pushEvent({ repository: 'other/web', tag: 'v1', user: 'ci' })]))
  const [{ body } = { body: '' }] = await receiver.waitFor(1)
  expect(JSON.parse(body)).toMatchObject({
    type: 'pushImage',
    operator: 'ci',
    event_data: { resources: [{ tag: 'v1' }], repository: { repo_full_name: 'other/web' } },
  })
})

test('1.10 has no targets but http', async () => {
  const slack = { ...policy('slack'), targets: [{ type: 'slack', address: 'https://slack.example.com/x' }] }
  for (const path of ['policies', 'policies/test']) {
    const { status, body } = await app.api.post(`${LEGACY_WEBHOOK}/${path}`, slack)
    expect([status, JSON.parse(body).message]).toEqual([
      400,
      'unsupported target type slack with policy slack',
    ])
  }
})
