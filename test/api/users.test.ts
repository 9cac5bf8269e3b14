import { expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const USERS = '/api/v2.0/users'
const ANNA = {
  username: 'anna',
  password: 'Anchor-Chain-42',
  email: 'anna@example.test',
  realname: 'Anna',
  comment: '',
}

test('the system admin makes a user, who logs in, changes the password and is deleted', async () => {
  await using app = await startTestApp()
  const made = await app.api.post(USERS, ANNA)
  expect(made.status).toBe(201)
  const place = String(made.headers['location'])
  const anna = apiClient(app.url, { user: 'anna', password: ANNA.password })
  const current = await anna.get(`${USERS}/current`)
  expect(current.body).toMatchObject({ username: 'anna', email: 'anna@example.test', sysadmin_flag: false })
  const password = { old_password: ANNA.password, new_password: 'Bowline-Knot-7' }
  expect((await anna.put(`${place}/password`, { ...password, old_password: 'x' })).status).toBe(403)
  expect((await anna.put(`${place}/password`, password)).status).toBe(200)
  expect((await anna.get(`${USERS}/current`)).status).toBe(401)
  const again = apiClient(app.url, { user: 'anna', password: password.new_password })
  expect((await again.put(place, { realname: 'Anna Anker' })).status).toBe(200)
  expect((await app.api.get(place)).body).toMatchObject({ realname: 'Anna Anker', email: ANNA.email })
  expect((await app.api.delete(place)).status).toBe(200)
  expect((await again.get(`${USERS}/current`)).status).toBe(401)
})

test('a system admin makes another one; nobody takes it from themselves or from admin', async () => {
  await using app = await startTestApp()
  const place = String((await app.api.post(USERS, ANNA)).headers['location'])
  await app.api.put(`${place}/sysadmin`, { sysadmin_flag: true })
  const anna = apiClient(app.url, { user: 'anna', password: ANNA.password })
  expect((await anna.get(USERS)).headers['x-total-count']).toBe('2')
  expect((await anna.put(`${place}/sysadmin`, { sysadmin_flag: false })).status).toBe(403)
  expect((await anna.delete(`${USERS}/1`)).status).toBe(403)
  expect((await anna.delete(place)).status).toBe(403)
})

test.for([
  ['a weak password', { password: 'Password1' }, 400],
  ['a name with a colon', { username: 'an:na' }, 400],
  ['the name of a robot', { username: 'robot$anna' }, 400],
  ['a name that is taken', { username: 'admin' }, 409],
  ['no e-mail address', { email: undefined }, 400],
  ['an empty e-mail address', { email: '' }, 400],
  ['an e-mail address without @', { email: 'anna' }, 400],
  ['an e-mail address of a host without a dot', { email: 'anna@localhost' }, 400],
  ['an e-mail address that begins with a dot', { email: '.anna@example.test' }, 400],
] as const)('a user with %s is refused', async ([, changes, status]) => {
  await using app = await startTestApp()
  expect((await app.api.post(USERS, { ...ANNA, ...changes })).status).toBe(status)
})

test('permissions tell the console which buttons to show, and nothing of foreign projects', async () => {
  await using app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const maintainer = await memberOf(app, 'shop', 'maintainer')
  const path = `${USERS}/current/permissions`
  const own = await maintainer.get(`${path}?scope=/project/1&relative=true`)
  expect(own.body).toContainEqual({ resource: 'notification-policy', action: 'list' })
  expect(own.body).not.toContainEqual({ resource: 'notification-policy', action: 'create' })
  const absolute = await maintainer.get(`${path}?scope=/project/1`)
  expect(absolute.body).toContainEqual({ resource: '/project/1/notification-policy', action: 'read' })
  const guest = await memberOf(app, null, 'guest')
  expect((await guest.get(`${path}?scope=/project/1`)).body).toEqual([])
  expect((await guest.get(`${path}?scope=/project/99`)).body).toEqual([])
})

test('an e-mail address is one user’s only, and a user may keep their own', async () => {
  await using app = await startTestApp()
  const anna = String((await app.api.post(USERS, ANNA)).headers['location'])
  const bert = { ...ANNA, username: 'bert' }
  expect((await app.api.post(USERS, bert)).status).toBe(409)
  const place = String(
    (await app.api.post(USERS, { ...bert, email: 'bert@example.test' })).headers['location'],
  )
  expect((await app.api.put(place, { email: ANNA.email })).status).toBe(409)
  expect((await app.api.put(place, { email: 'bert' })).status).toBe(400)
  expect((await app.api.put(place, { email: '' })).status).toBe(400)
  expect((await app.api.put(anna, { email: ANNA.email, realname: 'Anna' })).status).toBe(200)
  await app.api.delete(anna)
  expect((await app.api.put(place, { email: ANNA.email })).status).toBe(200)
})

test('a new password that is the old one is refused to users, and set by the system admin', async () => {
  await using app = await startTestApp()
  const place = String((await app.api.post(USERS, ANNA)).headers['location'])
  const same = { old_password: ANNA.password, new_password: ANNA.password }
  const anna = apiClient(app.url, { user: 'anna', password: ANNA.password })
  expect((await anna.put(`${place}/password`, same)).status).toBe(400)
  expect((await app.api.put(`${place}/password`, same)).status).toBe(200)
  expect((await anna.get(`${USERS}/current`)).status).toBe(200)
})

test('users read themselves by their id, and nobody else', async () => {
  await using app = await startTestApp()
  const place = String((await app.api.post(USERS, ANNA)).headers['location'])
  const anna = apiClient(app.url, { user: 'anna', password: ANNA.password })
  const { status, body } = await anna.get(place)
  expect([status, body]).toEqual([200, (await anna.get(`${USERS}/current`)).body])
  expect((await anna.get(`${USERS}/1`)).status).toBe(403)
  expect((await anna.get(`${USERS}/999`)).status).toBe(403)
  expect((await app.api.get(place)).body).toEqual(body)
})

test('users are found by parts of name and e-mail address, as Harbor finds them', async () => {
  await using app = await startTestApp()
  await app.api.post(USERS, ANNA)
  await app.api.post(USERS, { ...ANNA, username: 'bert', email: 'bert@example.test' })
  const names = async (search: string): Promise<unknown> =>
    (await app.api.get(`${USERS}?${search}`)).body.map(({ username }: { username: string }) => username)
  expect(await names('username=ann')).toEqual(['anna'])
  expect(await names('email=bert%40')).toEqual(['bert'])
  expect(await names('username=ann&email=bert')).toEqual([])
  expect(await names('username=')).toEqual(['admin', 'anna', 'bert'])
})
