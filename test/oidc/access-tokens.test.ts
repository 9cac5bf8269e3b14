import { expect, test } from 'vitest'
import { OWN_TOKENS, bearer } from '../support/app/access-token.ts'
import { apiClient } from '../support/app/api-client.ts'
import { POLICIES } from '../support/app/shop-paths.ts'
import { ANNA, startOidcSetup } from '../support/services/oidc-setup.ts'

const CURRENT = '/api/v2.0/users/current'

test('who logs in by the provider makes a token in the browser, which is them for programs', async () => {
  await using setup = await startOidcSetup()
  const { app } = setup
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const member = { role_id: 4, member_group: { group_name: 'crew' } }
  await app.api.post('/api/v2.0/projects/shop/members', member)
  const { browser, page } = await setup.logIn(ANNA)
  const session = { cookie: browser.cookies() }
  expect((await app.anonymous.post(OWN_TOKENS, { name: 'laptop' }, session)).status).toBe(403)
  const csrf = { 'x-harbor-csrf-token': String(page.headers['x-harbor-csrf-token']) }
  const made = await app.anonymous.post(OWN_TOKENS, { name: 'laptop' }, { ...session, ...csrf })
  expect(made.status).toBe(201)
  const { secret } = made.body
  for (const headers of [bearer(secret), { authorization: `Basic ${btoa(`anna:${secret}`)}` }]) {
    expect((await app.anonymous.get(CURRENT, headers)).body.username).toBe('anna')
    // By a group of the provider.
    expect((await app.anonymous.get(POLICIES, headers)).status).toBe(200)
  }
  const begun = await app.anonymous.post('/api/v2.0/device-logins', { client: 'anchor' })
  const { device_code, user_code } = begun.body
  const approve = `/api/v2.0/device-logins/${user_code}/approve`
  expect((await app.anonymous.post(approve, {}, { ...session, ...csrf })).status).toBe(200)
  const claimed = await app.anonymous.post('/api/v2.0/device-logins/claim', { device_code })
  expect(claimed.body).toMatchObject({ username: 'anna', name: 'anchor' })
  const refused = await apiClient(app.url, { user: 'anna', password: 'Anchor-Chain-42' }).get(CURRENT)
  expect(refused.status).toBe(401)
  expect(refused.body.errors[0].message).toContain('programs use an access token or a robot')
  await setup.logIn({ ...ANNA, groups: [] })
  expect((await app.anonymous.get(POLICIES, bearer(secret))).status).toBe(403)
})
