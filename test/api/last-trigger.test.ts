import { expect, test } from 'vitest'
import { OFFERED_KINDS } from '../support/receivers/offered-kinds.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'

const NEVER = '0001-01-01T00:00:00.000Z'

test('each policy and event type has a row: year 1 before its first event, the time of the last one after', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const policy = { name: 'ci', event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT'] }
  const targets = [{ type: 'http', address: 'http://127.0.0.1:9' }]
  await app.api.post(`${WEBHOOK}/policies`, { ...policy, enabled: true, targets })
  await app.api.post(`${WEBHOOK}/policies`, { ...policy, name: 'off', targets })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  const { body } = await app.api.get(`${WEBHOOK}/lasttrigger`)
  const row = { creation_time: expect.any(String), last_trigger_time: NEVER }
  expect(body).toEqual([
    { ...row, event_type: 'PUSH_ARTIFACT', policy_name: 'off' },
    { ...row, event_type: 'PULL_ARTIFACT', policy_name: 'off' },
    {
      ...row,
      enabled: true,
      event_type: 'PUSH_ARTIFACT',
      last_trigger_time: expect.any(String),
      policy_name: 'ci',
    },
    { ...row, enabled: true, event_type: 'PULL_ARTIFACT', policy_name: 'ci' },
  ])
  expect(Math.abs(Date.parse(body[2].last_trigger_time) - Date.now())).toBeLessThan(60_000)
})

test('the events that a policy may name come in the order of Harbor, ours behind them', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { body } = await app.api.get(`${WEBHOOK}/events`)
  expect(body.event_type.slice(0, 3)).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT'])
  expect(body.event_type).toHaveLength(18)
  expect(body.notify_type).toEqual(OFFERED_KINDS)
  expect(body.payload_formats.slice(0, 2)).toEqual([
    {
      formats: ['Default', 'CloudEvents', 'Proposal', 'Guide', 'Harbor1', 'Bellbuoy', 'Template'],
      notify_type: 'http',
    },
    { formats: ['Slack'], notify_type: 'slack' },
  ])
})

test('jobs want a policy of the project', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  expect((await app.api.get(`${WEBHOOK}/jobs`)).status).toBe(422)
  expect((await app.api.get(`${WEBHOOK}/jobs?policy_id=5`)).status).toBe(404)
})

test('global policies have their last triggers too, for events of any project', async () => {
  await using app = await startTestApp()
  const policy = { name: 'everything', event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT'], enabled: true }
  const targets = [{ type: 'http', address: 'http://127.0.0.1:9' }]
  await app.api.post('/api/v2.0/webhook/policies', { ...policy, targets })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  const { body } = await app.api.get('/api/v2.0/webhook/lasttrigger')
  expect(body).toMatchObject([
    { event_type: 'PUSH_ARTIFACT', policy_name: 'everything' },
    { event_type: 'PULL_ARTIFACT', policy_name: 'everything', last_trigger_time: NEVER },
  ])
  expect(Math.abs(Date.parse(body[0].last_trigger_time) - Date.now())).toBeLessThan(60_000)
})
