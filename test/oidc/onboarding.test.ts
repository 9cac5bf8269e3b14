import { expect, test } from 'vitest'
import { ANNA, SERVICE, startOidcSetup } from '../support/services/oidc-setup.ts'

const CHOOSE = { OIDC_AUTO_ONBOARD: 'false' }
const PAGE = '/c/oidc/onboard'

test('somebody new chooses a name, and is logged in under it with their groups', async () => {
  await using setup = await startOidcSetup({ settings: CHOOSE })
  const { browser, page } = await setup.logIn(ANNA)
  expect([page.url, page.status]).toEqual([`${SERVICE}${PAGE}`, 200])
  expect(page.body).toContain('Keycloak let you in')
  expect(page.body).toContain('value="anna"')
  expect(browser.cookies()).not.toContain('sid')
  const done = await browser.submit(PAGE, { username: 'skipper' })
  expect(done.url).toBe(`${SERVICE}/api/v2.0/users/current`)
  expect(JSON.parse(done.body)).toMatchObject({ username: 'skipper', realname: 'Anna Anker' })
  expect(setup.app.rows('select groups_json from "user" where name = \'skipper\'')).toEqual([
    { groups_json: '["crew"]' },
  ])
  expect(browser.cookies()).not.toContain('oidc_newcomer')
  const again = await setup.logIn(ANNA)
  expect(JSON.parse(again.page.body)).toMatchObject({ username: 'skipper' })
  const { body } = await setup.app.api.get('/api/v2.0/audit-logs?q=username=skipper')
  expect(body.map(({ operation_id: id }: { operation_id: string }) => id)).toEqual([
    'Login',
    'Login',
    'OidcOnboard',
  ])
})

test('a name that is taken, or cannot be one, is refused, and another may be chosen', async () => {
  await using setup = await startOidcSetup({ settings: CHOOSE })
  const { browser } = await setup.logIn(ANNA)
  const taken = await browser.submit(PAGE, { username: 'admin' })
  expect(taken.status).toBe(409)
  expect(taken.body).toContain('choose another name')
  expect((await browser.submit(PAGE, { username: 'robot$anna' })).status).toBe(400)
  expect(JSON.parse((await browser.submit(PAGE, { username: 'anna' })).body)).toMatchObject({
    username: 'anna',
  })
})

test('nobody chooses a name who was not let in by the provider', async () => {
  await using setup = await startOidcSetup({ settings: CHOOSE })
  const browser = setup.browser()
  expect((await browser.open(PAGE)).status).toBe(400)
  expect((await browser.submit(PAGE, { username: 'anna' })).status).toBe(400)
  expect(setup.app.rows('select name from "user"')).toEqual([{ name: 'admin' }])
})

test('a page elsewhere chooses no name for anybody', async () => {
  await using setup = await startOidcSetup({ settings: CHOOSE })
  const { browser } = await setup.logIn(ANNA)
  const form = {
    'content-type': 'application/x-www-form-urlencoded',
    origin: 'https://evil.example',
    cookie: browser.cookies(),
  }
  expect((await setup.app.anonymous.post(PAGE, 'username=mallory', form)).status).toBe(403)
})
