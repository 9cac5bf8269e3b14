import { expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

/** Clients in Go leave out what is false, 0 or empty; a nil list is null. */

const USERS = '/api/v2.0/users'

const newUser = async ({ api }: TestApp): Promise<string> => {
  const user = { username: 'anna', password: 'Anchor-Chain-42', email: 'anna@example.test', realname: 'Anna' }
  return String((await api.post(USERS, user)).headers['location'])
}

test('a user without sysadmin_flag is no system admin any more', async () => {
  await using app = await startTestApp()
  const place = await newUser(app)
  expect((await app.api.put(`${place}/sysadmin`, { sysadmin_flag: true })).status).toBe(200)
  expect((await app.api.get(place)).body).toMatchObject({ sysadmin_flag: true })
  expect((await app.api.put(`${place}/sysadmin`, {})).status).toBe(200)
  expect((await app.api.get(place)).body).toMatchObject({ sysadmin_flag: false })
})

test('a scanner without is_default stays what it is', async () => {
  await using app = await startTestApp()
  const created = []
  for (const name of ['one', 'two'])
    created.push(await app.api.post('/api/v2.0/scanners', { name, url: 'http://adapter.test' }))
  const place = String(created[1]?.headers['location'])
  expect((await app.api.patch(place, {})).status).toBe(200)
  expect((await app.api.get(place)).body).toMatchObject({ is_default: false })
  expect((await app.api.patch(place, { is_default: false })).status).toBe(200)
  expect((await app.api.patch('/api/v2.0/scanners/none', {})).status).toBe(404)
})

test('what makes no sense when it is 0 or empty is 400, not 422', async () => {
  await using app = await startTestApp()
  const place = await newUser(app)
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const members = '/api/v2.0/projects/shop/members'
  const answers = [
    await app.api.put(`${place}/password`, {}),
    await app.api.post(members, { member_user: { username: 'anna' } }),
    await app.api.put(`${members}/1`, {}),
    await app.api.put('/api/v2.0/quotas/1', {}),
    await app.api.put('/api/v2.0/quotas/1', { hard: {} }),
  ]
  for (const { status, body } of answers) expect([status, body.errors[0].code]).toEqual([400, 'BAD_REQUEST'])
})
