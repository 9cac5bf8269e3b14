import { expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { WEBHOOK } from '../support/app/shop-paths.ts'

async function policyTo(app: TestApp, address: string): Promise<number> {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const targets = [{ type: 'http', address }]
  await app.api.post(`${WEBHOOK}/policies`, {
    name: 'ci',
    enabled: true,
    event_types: ['pushImage'],
    targets,
  })
  const { body } = await app.api.get(`${WEBHOOK}/policies`)
  return body[0].targets[0].id
}

const push = (app: TestApp, tag: string) =>
  app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag, user: 'ci' })]))

test('what is for a paused target waits, and goes out once it is resumed', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const id = await policyTo(app, receiver.url('/hook'))
  const paused = await app.api.post(`${WEBHOOK}/targets/${id}/pause`)
  expect(paused).toMatchObject({ status: 200, body: { paused: true, waiting: 0 } })
  await push(app, 'v1')
  await push(app, 'v2')
  expect((await app.api.get(`${WEBHOOK}/policies`)).body[0].targets[0].paused).toBe(true)
  expect(app.rows('select state, attempts from delivery')).toEqual([
    { state: 'pending', attempts: 0 },
    { state: 'pending', attempts: 0 },
  ])
  expect(receiver.requests).toHaveLength(0)
  await app.api.post(`${WEBHOOK}/targets/${id}/resume`)
  await receiver.waitFor(2)
  await push(app, 'v3')
  await receiver.waitFor(3)
})

test('a paused target stays so over a PUT of its policy', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const id = await policyTo(app, receiver.url('/hook'))
  await app.api.post(`${WEBHOOK}/targets/${id}/pause`)
  const { body } = await app.api.get(`${WEBHOOK}/policies`)
  await app.api.put(`${WEBHOOK}/policies/${body[0].id}`, { ...body[0], description: 'calm' })
  expect((await app.api.get(`${WEBHOOK}/policies`)).body[0].targets[0]).toMatchObject({ id, paused: true })
})

test('a target of another project, or none, is not found', async () => {
  await using app = await startTestApp()
  const id = await policyTo(app, 'http://127.0.0.1:9/')
  await app.api.post('/api/v2.0/projects', { project_name: 'other' })
  expect((await app.api.post(`/api/v2.0/projects/other/webhook/targets/${id}/pause`)).status).toBe(404)
  expect((await app.api.post(`/api/v2.0/webhook/targets/${id}/pause`)).status).toBe(404)
  expect((await app.api.post(`${WEBHOOK}/targets/99/pause`)).status).toBe(404)
})
