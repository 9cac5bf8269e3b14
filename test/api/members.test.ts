import { expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { memberOf } from '../support/app/people.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const PATH = '/api/v2.0/projects/shop/members'

test('a member is added, given another role and removed, and each time may do what the role says', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const anna = await memberOf(app, null, 'guest')
  const policies = '/api/v2.0/projects/shop/webhook/policies'
  expect((await anna.get(policies)).status).toBe(403)
  const made = await app.api.post(PATH, { role_id: 4, member_user: { username: 'guest-of-none' } })
  expect(made.status).toBe(201)
  const place = String(made.headers['location'])
  expect((await app.api.get(place)).body).toMatchObject({
    entity_name: 'guest-of-none',
    entity_type: 'u',
    role_id: 4,
    role_name: 'maintainer',
  })
  expect((await anna.get(policies)).status).toBe(200)
  await app.api.put(place, { role_id: 2 })
  expect((await anna.get(policies)).status).toBe(403)
  expect((await app.api.delete(place)).status).toBe(200)
  expect((await anna.get('/api/v2.0/projects/shop')).status).toBe(403)
})

test('who is a member already, who does not exist and what is no role are told apart', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const admin = { member_user: { username: 'admin' } }
  expect((await app.api.post(PATH, { role_id: 1, ...admin })).status).toBe(409)
  expect((await app.api.post(PATH, { role_id: 9, ...admin })).status).toBe(400)
  expect((await app.api.post(PATH, { role_id: 1, member_user: { username: 'nobody' } })).status).toBe(404)
  expect((await app.api.post(PATH, { role_id: 1, member_user: { user_id: 99 } })).status).toBe(400)
  expect((await app.api.post(PATH, { role_id: 1 })).status).toBe(400)
  const group = await app.api.post(PATH, { role_id: 3, member_group: { group_name: 'crew' } })
  expect(group.status).toBe(201)
  const found = await app.api.get(`${PATH}?entityname=cre`)
  expect(found.body).toMatchObject([{ entity_name: 'crew', entity_type: 'g', role_name: 'guest' }])
})

test('a deleted project ends its policies, what waits and every access to it; its name is free again', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const targets = [{ type: 'http', address: 'http://127.0.0.1:9' }]
  const policy = { name: 'ci', enabled: true, event_types: ['PUSH_ARTIFACT'], targets }
  await app.api.post('/api/v2.0/projects/shop/webhook/policies', policy)
  const anna = await memberOf(app, 'shop', 'projectAdmin')
  const [{ id }] = app.rows('select id from target') as [{ id: number }]
  await app.api.post(`/api/v2.0/projects/shop/webhook/targets/${id}/pause`)
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  expect((await app.api.delete('/api/v2.0/projects/shop')).status).toBe(200)
  expect(app.rows('select state, reason from delivery')).toEqual([
    { state: 'stopped', reason: 'the project was deleted' },
  ])
  expect((await anna.get('/api/v2.0/projects/shop')).status).toBe(403)
  expect((await app.api.get('/api/v2.0/projects/shop')).status).toBe(404)
  expect((await app.api.post('/api/v2.0/projects', { project_name: 'shop' })).status).toBe(201)
  expect((await app.api.get('/api/v2.0/projects/shop/webhook/policies')).body).toEqual([])
})

test('members are listed by their names', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  for (const role of ['maintainer', 'developer', 'guest'] as const) await memberOf(app, 'shop', role)
  await app.api.post(PATH, { role_id: 3, member_group: { group_name: 'crew' } })
  const names = async (search: string) =>
    (await app.api.get(`${PATH}${search}`)).body.map(
      ({ entity_name }: { entity_name: string }) => entity_name,
    )
  const sorted = ['admin', 'crew', 'developer-of-shop', 'guest-of-shop', 'maintainer-of-shop']
  expect(await names('')).toEqual(sorted)
  expect(await names('?page=2&page_size=2')).toEqual(sorted.slice(2, 4))
})

test('how many members a project has is for those who may list them', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop', metadata: { public: 'true' } })
  const summary = '/api/v2.0/projects/shop/summary'
  for (const role of ['projectAdmin', 'maintainer', 'developer', 'guest'] as const)
    expect((await (await memberOf(app, 'shop', role)).get(summary)).body.project_admin_count).toBeGreaterThan(
      0,
    )
  for (const stranger of [await memberOf(app, 'shop', 'limitedGuest'), await memberOf(app, null, 'guest')]) {
    const { status, body } = await stranger.get(summary)
    expect(status).toBe(200)
    expect(Object.keys(body).filter((key) => key.endsWith('_count'))).toEqual(['repo_count'])
  }
})
