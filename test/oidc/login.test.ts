import { expect, test } from 'vitest'
import { ANNA, SERVICE, oidcSettings, startOidcSetup } from '../support/services/oidc-setup.ts'
import { startBrowser } from '../support/services/browser.ts'
import { CLIENT_SECRET, startOidcProvider } from '../support/services/oidc-provider.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { certificate } from '../support/receivers/tls.ts'

const CURRENT = '/api/v2.0/users/current'

test('a browser goes to the provider and comes back logged in, to where it wanted', async () => {
  await using setup = await startOidcSetup()
  const { browser, page } = await setup.logIn(ANNA)
  expect([page.url, page.status]).toEqual([`${SERVICE}${CURRENT}`, 200])
  expect(JSON.parse(page.body)).toMatchObject({
    username: 'anna',
    realname: 'Anna Anker',
    email: 'anna@example.test',
    sysadmin_flag: false,
    admin_role_in_auth: false,
  })
  const asked = new URL(page.way[1] ?? '')
  expect(asked.origin).toBe(setup.provider.issuer)
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'bellbuoy',
    scope: 'openid profile email groups',
    redirect_uri: `${SERVICE}/c/oidc/callback`,
    code_challenge_method: 'S256',
    state: expect.stringMatching(/.{20}/),
    nonce: expect.stringMatching(/.{20}/),
  })
  const kept = browser.given.filter((cookie) => !cookie.includes('Max-Age=0'))
  expect(kept.map((cookie) => cookie.split('=', 1)[0])).toEqual(['oidc_login', 'sid', '_gorilla_csrf'])
  for (const cookie of kept) {
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
  }
  expect(browser.cookies()).not.toContain('oidc_login')
})

test('what is stored and logged of a log-in holds no code, no token and no client secret', async () => {
  await using setup = await startOidcSetup()
  const { page } = await setup.logIn(ANNA)
  const code = page.way.map((step) => new URL(step).searchParams.get('code')).find((found) => found !== null)
  expect(code?.length).toBeGreaterThan(20)
  const stored = ['user', 'session', 'audit', 'setting'].map((table) =>
    setup.app.rows(`select * from ${table}`),
  )
  for (const text of [JSON.stringify(stored), JSON.stringify(setup.app.log)]) {
    expect(text).not.toContain(code)
    expect(text).not.toContain('eyJ')
    expect(text).not.toContain('secret of the client')
  }
})

test('the next log-in is the same user, with what the provider tells now, and the audit log has them all', async () => {
  await using setup = await startOidcSetup()
  const first = await setup.logIn(ANNA)
  const second = await setup.logIn({ ...ANNA, preferred_username: 'annette', name: 'Anna Ahoi' })
  const [before, after] = [JSON.parse(first.page.body), JSON.parse(second.page.body)]
  expect(after).toMatchObject({ user_id: before.user_id, username: 'anna', realname: 'Anna Ahoi' })
  await second.browser.fetch('/c/log_out')
  expect((await second.browser.fetch(CURRENT)).status).toBe(401)
  const { body } = await setup.app.api.get('/api/v2.0/audit-logs?q=username=anna')
  expect(body).toMatchObject([
    { operation: 'logout', operation_id: 'Logout', path: '/c/log_out', status: 200 },
    { operation: 'login', path: '/c/oidc/callback', status: 302, client_address: '127.0.0.1' },
    { operation: 'login', resource_type: 'user', resource: 'anna', operation_result: true, status: 302 },
  ])
})

test('a log-in ends the session before it', async () => {
  await using setup = await startOidcSetup()
  const { browser } = await setup.logIn(ANNA)
  const before = browser.cookies()
  expect((await browser.open(`/c/oidc/login?redirect_url=${CURRENT}`)).status).toBe(200)
  expect((await setup.browser().fetch(CURRENT, { cookie: before })).status).toBe(401)
})

test('claims that the ID token has are not asked for once more', async () => {
  await using setup = await startOidcSetup({ provider: { isTokenFull: true } })
  expect(JSON.parse((await setup.logIn(ANNA)).page.body)).toMatchObject({ username: 'anna' })
  expect(setup.provider.asked).not.toContain('/me')
  await using other = await startOidcSetup()
  await other.logIn(ANNA)
  expect(other.provider.asked).toContain('/me')
})

test.for(['client_secret_basic', 'client_secret_post'] as const)(
  'the client secret is shown as %s where the provider takes it in no other way',
  async (secretBy) => {
    await using setup = await startOidcSetup({ provider: { secretBy } })
    for (const time of [1, 2]) expect([time, (await setup.logIn(ANNA)).page.status]).toEqual([time, 200])
  },
)

test('where browsers come by HTTPS, every cookie goes over HTTPS only', async () => {
  await using setup = await startOidcSetup({ serviceUrl: 'https://buoy.test' })
  const { browser, page } = await setup.logIn(ANNA)
  expect(page.status).toBe(200)
  const kept = browser.given.filter((cookie) => !cookie.includes('Max-Age=0'))
  expect(kept).toHaveLength(3)
  for (const cookie of kept) expect(cookie).toContain('Secure')
})

test('log-out ends the session here, and leads to where the provider ends its own', async () => {
  await using setup = await startOidcSetup()
  const { browser } = await setup.logIn(ANNA)
  const page = await browser.open('/c/oidc/logout')
  const asked = new URL(page.url)
  expect([asked.origin, page.status]).toEqual([setup.provider.issuer, 200])
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    client_id: 'bellbuoy',
    post_logout_redirect_uri: `${SERVICE}/`,
  })
  expect((await browser.fetch(CURRENT)).status).toBe(401)
})

test('log-out ends the session here although the provider does not answer', async () => {
  await using stack = new AsyncDisposableStack()
  const provider = await startOidcProvider({ serviceUrl: SERVICE })
  const app = stack.use(await startTestApp({ settings: oidcSettings(provider.issuer, SERVICE) }))
  await provider[Symbol.asyncDispose]()
  const { status, headers } = await app.anonymous.get('/c/oidc/logout')
  expect([status, headers['location']]).toEqual([302, `${SERVICE}/`])
})

test('an unknown certificate of the provider is refused, unless the settings take any', async () => {
  await using provider = await startOidcProvider({
    serviceUrl: SERVICE,
    certificate: certificate('localhost'),
  })
  const settings = oidcSettings(provider.issuer, SERVICE)
  await using strict = await startTestApp({ settings })
  expect((await startBrowser(SERVICE, strict.url).fetch('/c/oidc/login')).status).toBe(503)
  await using lax = await startTestApp({ settings: { ...settings, OIDC_VERIFY_CERT: 'false' } })
  const { status, headers } = await startBrowser(SERVICE, lax.url).fetch('/c/oidc/login')
  expect(status).toBe(302)
  expect(headers['location']).toContain(`${provider.issuer}/auth?`)
})

test('system info names the provider to anyone who asks', async () => {
  await using setup = await startOidcSetup()
  const { body } = await setup.app.anonymous.get('/api/v2.0/systeminfo')
  expect(body).toEqual({
    auth_mode: 'oidc_auth',
    banner_message: '',
    oidc_provider_name: 'Keycloak',
    primary_auth_mode: false,
    self_registration: false,
  })
})

test('the configuration shows the provider without its secret, and accepts both back as they are', async () => {
  await using setup = await startOidcSetup()
  const { api } = setup.app
  const path = '/api/v2.0/configurations'
  const { body } = await api.get(path)
  expect(body).toMatchObject({
    auth_mode: { editable: false, value: 'oidc_auth' },
    oidc_name: { editable: false, value: 'Keycloak' },
    oidc_endpoint: { editable: false, value: setup.provider.issuer },
    oidc_groups_claim: { editable: false, value: 'groups' },
  })
  expect(JSON.stringify(body)).not.toContain(CLIENT_SECRET)
  const same = { auth_mode: 'oidc_auth', oidc_name: 'Keycloak', oidc_client_secret: CLIENT_SECRET }
  expect((await api.put(path, same)).status).toBe(200)
  expect((await api.put(path, { oidc_client_secret: 'another' })).status).toBe(400)
  expect((await api.put(path, { auth_mode: 'db_auth' })).status).toBe(400)
})

test('without a provider the log-in says that it is not set up', async () => {
  await using app = await startTestApp()
  for (const path of ['/c/oidc/login', '/c/oidc/callback?code=x', '/c/oidc/logout', '/c/oidc/onboard'])
    expect(await app.anonymous.get(path)).toMatchObject({
      status: 412,
      body: { errors: [{ code: 'PRECONDITION', message: expect.stringContaining('OIDC_ENDPOINT') }] },
    })
  expect((await app.anonymous.get('/api/v2.0/systeminfo')).body).toMatchObject({ auth_mode: 'db_auth' })
})
