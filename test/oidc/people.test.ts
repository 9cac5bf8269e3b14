import { expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import type { Browser } from '../support/services/browser.ts'
import { ANNA, SERVICE, startOidcSetup } from '../support/services/oidc-setup.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

const CURRENT = '/api/v2.0/users/current'

const statusOf = async (browser: Browser, path: string): Promise<number> => (await browser.fetch(path)).status

test('a group that is a member of a project gives its people the role, for as long as they are in it', async () => {
  await using setup = await startOidcSetup()
  await setup.app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const member = { role_id: 4, member_group: { group_name: 'crew' } }
  expect((await setup.app.api.post('/api/v2.0/projects/shop/members', member)).status).toBe(201)

  const { browser } = await setup.logIn(ANNA)
  expect(await statusOf(browser, POLICIES)).toBe(200)
  expect(JSON.parse((await browser.fetch('/api/v2.0/projects')).body)).toMatchObject([{ name: 'shop' }])
  const permissions = await browser.fetch(`${CURRENT}/permissions?scope=/project/1&relative=true`)
  expect(JSON.parse(permissions.body)).not.toContainEqual({
    resource: 'notification-policy',
    action: 'create',
  })
  const stranger = await setup.logIn({ ...ANNA, sub: '4712', preferred_username: 'bert', groups: [] })
  expect(await statusOf(stranger.browser, POLICIES)).toBe(403)

  await setup.logIn({ ...ANNA, groups: ['dockers'] })
  expect(await statusOf(browser, POLICIES)).toBe(403)
})

test('the admin group makes system admins, and nobody stays one who has left it', async () => {
  await using setup = await startOidcSetup()
  const { browser, page } = await setup.logIn({ ...ANNA, groups: ['crew', 'masters'] })
  expect(JSON.parse(page.body)).toMatchObject({ admin_role_in_auth: true, sysadmin_flag: false })
  expect(await statusOf(browser, '/api/v2.0/users')).toBe(200)
  const { body } = await setup.app.api.get('/api/v2.0/users?q=username=anna')
  expect(body).toMatchObject([{ username: 'anna', admin_role_in_auth: true }])
  await setup.logIn(ANNA)
  expect(await statusOf(browser, '/api/v2.0/users')).toBe(403)
})

test('who was made a system admin here stays one, whatever their groups', async () => {
  await using setup = await startOidcSetup()
  const { page } = await setup.logIn(ANNA)
  const { user_id } = JSON.parse(page.body)
  await setup.app.api.put(`/api/v2.0/users/${user_id}/sysadmin`, { sysadmin_flag: true })
  const { browser } = await setup.logIn({ ...ANNA, groups: [] })
  expect(await statusOf(browser, '/api/v2.0/users')).toBe(200)
})

test.for(['admin', 'anna'])(
  'nobody becomes the local user %s by calling themselves so at the provider',
  async (name) => {
    await using setup = await startOidcSetup()
    await setup.app.api.post('/api/v2.0/users', {
      username: 'anna',
      password: 'Anchor-Chain-42',
      email: 'anna@example.test',
    })
    const { browser, page } = await setup.logIn({ ...ANNA, preferred_username: name })
    expect(page.status).toBe(409)
    expect(page.body).toContain(`There is another user ${name} here, whom Keycloak does not know as you`)
    expect(browser.cookies()).not.toContain('sid')
    const { body } = await setup.app.api.get('/api/v2.0/audit-logs?q=operation=login')
    expect(body).toMatchObject([{ username: name, status: 409 }])
  },
)

test('two people of one name at the provider are two people here', async () => {
  await using setup = await startOidcSetup()
  await setup.logIn(ANNA)
  const { page } = await setup.logIn({ ...ANNA, sub: '4712' })
  expect(page.status).toBe(409)
})

test('two first log-ins of one person at once make one user', async () => {
  await using setup = await startOidcSetup()
  const browsers = [setup.browser(), setup.browser()]
  const answers: string[] = []
  for (const browser of browsers) {
    browser.stopBefore = `${SERVICE}/c/oidc/callback`
    answers.push((await browser.open(`/c/oidc/login?redirect_url=${CURRENT}`)).url)
    browser.stopBefore = null
  }
  const pages = await Promise.all(browsers.map((browser, index) => browser.open(answers[index] ?? '')))
  expect(pages.map(({ status }) => status)).toEqual([200, 200])
  const ids = pages.map(({ body }) => JSON.parse(body).user_id)
  expect(ids[0]).toBe(ids[1])
})

test('a name that cannot be one here is refused with the claim that it came from', async () => {
  await using setup = await startOidcSetup({ settings: { OIDC_USER_CLAIM: 'nickname' } })
  const { page } = await setup.logIn(ANNA)
  expect(page.status).toBe(403)
  expect(page.body).toContain('Keycloak says nothing in the claim nickname that can be a name here')
  expect(setup.app.rows('select name from "user"')).toEqual([{ name: 'admin' }])
})

test('another claim can name users, and spaces in it become underscores', async () => {
  await using setup = await startOidcSetup({ settings: { OIDC_USER_CLAIM: 'name' } })
  const { page } = await setup.logIn(ANNA)
  expect(JSON.parse(page.body)).toMatchObject({ username: 'Anna_Anker' })
})

test('who logs in by the provider has no password here: Basic and the form refuse any, and say what to do', async () => {
  await using setup = await startOidcSetup()
  const { page, browser } = await setup.logIn(ANNA)
  for (const password of ['', 'Anchor-Chain-42']) {
    const anna = apiClient(setup.app.url, { user: 'anna', password })
    const { status, body } = await anna.get(CURRENT)
    expect(status).toBe(401)
    expect(body.errors[0].message).toContain('log in by Keycloak at /c/oidc/login')
    const login = await browser.submit('/c/login', { principal: 'anna', password })
    expect(login.status).toBe(401)
  }
  const { user_id } = JSON.parse(page.body)
  const place = `/api/v2.0/users/${user_id}/password`
  const set = await setup.app.api.put(place, { new_password: 'Bowline-Knot-7' })
  expect(set).toMatchObject({
    status: 403,
    body: { errors: [{ message: 'anna logs in by OpenID Connect, and has no password here' }] },
  })
})

test('a wrong name and the name of somebody of the provider get the same answer', async () => {
  await using setup = await startOidcSetup()
  await setup.logIn(ANNA)
  const [known, unknown] = await Promise.all(
    ['anna', 'nobody'].map((user) => apiClient(setup.app.url, { user, password: 'x' }).get(CURRENT)),
  )
  expect(known?.body).toEqual(unknown?.body)
})

test('local users, robots and the admin log in as ever', async () => {
  await using setup = await startOidcSetup()
  await setup.app.api.post('/api/v2.0/users', {
    username: 'bert',
    password: 'Anchor-Chain-42',
    email: 'bert@example.test',
  })
  const bert = apiClient(setup.app.url, { user: 'bert', password: 'Anchor-Chain-42' })
  expect((await bert.get(CURRENT)).body).toMatchObject({ username: 'bert', admin_role_in_auth: false })
  expect((await setup.app.api.get(CURRENT)).body).toMatchObject({ username: 'admin' })
  const permissions = [{ kind: 'system', namespace: '/', access: [{ resource: 'user', action: 'list' }] }]
  const robot = { name: 'ci', level: 'system', duration: -1, permissions }
  const { body } = await setup.app.api.post('/api/v2.0/robots', robot)
  const ci = apiClient(setup.app.url, { user: body.name, password: body.secret })
  expect((await ci.get('/api/v2.0/users')).status).toBe(200)
})

test('a user who was deleted is made anew by the next log-in, with nothing of the old one', async () => {
  await using setup = await startOidcSetup()
  const first = await setup.logIn(ANNA)
  const { user_id } = JSON.parse(first.page.body)
  await setup.app.api.delete(`/api/v2.0/users/${user_id}`)
  expect(await statusOf(first.browser, CURRENT)).toBe(401)
  const again = JSON.parse((await setup.logIn(ANNA)).page.body)
  expect(again.username).toBe('anna')
  expect(again.user_id).not.toBe(user_id)
})
