import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

const LOGS = '/api/v2.0/audit-logs'
const policy = {
  name: 'ci',
  event_types: ['pushImage'],
  targets: [{ type: 'http', address: 'http://a.test' }],
}

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

test('every change is on record with who, what, where, when and how it ended', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  await app.api.post(POLICIES, policy, { 'x-request-id': 'mine-7' })
  await app.api.post(POLICIES, policy)
  const { body, headers } = await app.api.get(LOGS)
  expect(headers['x-total-count']).toBe('3')
  expect(body).toMatchObject([
    { operation: 'CreateWebhookPolicyOfProject', status: 409 },
    {
      username: 'admin',
      operation: 'CreateWebhookPolicyOfProject',
      resource: POLICIES,
      project_id: 1,
      status: 201,
      client_address: '127.0.0.1',
      request_id: 'mine-7',
    },
    { operation: 'CreateProject', status: 201 },
  ])
  expect(Math.abs(Date.parse(body[0].op_time) - Date.now())).toBeLessThan(60_000)
})

test('a project has the part of the log that is its own', async () => {
  const { body } = await app.api.get('/api/v2.0/projects/shop/logs?q=operation=CreateProject')
  expect(body).toEqual([])
  const own = await app.api.get('/api/v2.0/projects/shop/logs')
  expect(own.body.map(({ operation }: { operation: string }) => operation)).toEqual([
    'CreateWebhookPolicyOfProject',
    'CreateWebhookPolicyOfProject',
  ])
})

test('reading leaves no entry, and no entry holds what was sent', async () => {
  const before = app.rows('select count(*) as entries from audit')
  await app.api.get(POLICIES)
  expect(app.rows('select count(*) as entries from audit')).toEqual(before)
  const secret = {
    ...policy,
    name: 'two',
    targets: [{ ...policy.targets[0], auth_header: 'Bearer canary-5' }],
  }
  await app.api.post(POLICIES, secret)
  expect(JSON.stringify(app.rows('select * from audit'))).not.toContain('canary-5')
})
