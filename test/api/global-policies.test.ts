import { expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const PATH = '/api/v2.0/webhook/policies'

test('a global policy gets the events of every project, and is shown in none', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const targets = [{ type: 'http', address: receiver.url('/all') }]
  const made = await app.api.post(PATH, {
    name: 'all',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets,
  })
  expect(made.headers['location']).toBe(`${PATH}/1`)
  for (const repository of ['shop/web', 'team/crane'])
    await app.postEnvelope(envelope([pushEvent({ repository, tag: 'v1', user: 'ci' })]))
  const requests = await receiver.waitFor(2)
  const names = requests.map(({ body }) => JSON.parse(body).event_data.repository.repo_full_name)
  expect(names.toSorted()).toEqual(['shop/web', 'team/crane'])
  expect((await app.api.get(`${PATH}/1`)).body).toMatchObject({ name: 'all', project_id: 0 })
  expect((await app.api.get('/api/v2.0/projects/shop/webhook/policies')).body).toEqual([])
  expect((await app.api.get('/api/v2.0/projects/shop/webhook/policies/1')).status).toBe(404)
  const executions = await app.api.get(`${PATH}/1/executions`)
  expect(executions.headers['x-total-count']).toBe('2')
})

test('a global policy is replaced and deleted; then no event reaches it', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const policy = { name: 'all', enabled: true, event_types: ['PUSH_ARTIFACT'] }
  await app.api.post(PATH, { ...policy, targets: [{ type: 'http', address: 'http://127.0.0.1:9' }] })
  const targets = [{ type: 'http', address: receiver.url('/moved') }]
  expect((await app.api.put(`${PATH}/1`, { ...policy, targets })).status).toBe(200)
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  await receiver.waitFor(1)
  expect((await app.api.delete(`${PATH}/1`)).status).toBe(200)
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v2', user: 'ci' })]))
  expect(app.rows('select count(*) as deliveries from delivery')).toEqual([{ deliveries: 1 }])
})

test('events and deliveries of a project name the global policy that wanted them, also once it is deleted', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const targets = [{ type: 'http', address: receiver.url() }]
  await app.api.post(PATH, { name: 'all', enabled: true, event_types: ['PUSH_ARTIFACT'], targets })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  await receiver.waitFor(1)
  await app.api.delete(`${PATH}/1`)
  const known = { policy_id: 1, policy_name: 'all' }

  const events = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')
  const deliveries = await app.api.get('/api/v2.0/projects/shop/webhook/deliveries')

  expect(events.body.items[0].verdicts).toEqual([{ ...known, verdict: 'deliver' }])
  expect(deliveries.body.items).toEqual([expect.objectContaining(known)])
  expect(deliveries.body.items[0]).not.toHaveProperty('policy_project_name')
})
