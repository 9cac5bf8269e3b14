import { expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import {
  type OidcSetup,
  ANNA,
  SERVICE,
  oidcSettings,
  startOidcSetup,
} from '../support/services/oidc-setup.ts'
import { type Browser, type BrowserPage, startBrowser } from '../support/services/browser.ts'
import { freePort } from '../support/free-port.ts'
import { CLIENT_SECRET, type Claims, startOidcProvider } from '../support/services/oidc-provider.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const CALLBACK = `${SERVICE}/c/oidc/callback`

/** Goes as far as the provider's answer, which the browser does not bring to the service. */
async function answerOf(browser: Browser): Promise<string> {
  browser.stopBefore = CALLBACK
  const { url } = await browser.open('/c/oidc/login')
  browser.stopBefore = null
  expect(url).toContain('code=')
  return url
}

/** A page for people says it, to programs a body of the usual shape does; nobody is logged in by either. */
async function expectRefusal(
  { app }: Pick<OidcSetup, 'app'>,
  { status, headers, body }: BrowserPage,
  expected: { readonly status: number; readonly says: string },
): Promise<void> {
  expect([status, headers['content-type']]).toEqual([expected.status, 'text/html; charset=utf-8'])
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(body).toContain(expected.says)
  expect(body).toContain('href="login"')
  expect(app.rows('select * from session')).toEqual([])
}

test('an answer with another state is refused', async () => {
  await using setup = await startOidcSetup()
  const browser = setup.browser()
  const answer = new URL(await answerOf(browser))
  answer.searchParams.set('state', 'another')
  const says = 'not the answer to a log-in that this browser began here in the last ten minutes'
  await expectRefusal(setup, await browser.open(answer.href), { status: 400, says })
  answer.searchParams.delete('state')
  await expectRefusal(setup, await browser.open(answer.href), { status: 400, says })
  expect(setup.provider.asked).not.toContain('/token')
})

test('the answer to somebody else’s log-in does not log a browser in', async () => {
  await using setup = await startOidcSetup()
  const answer = await answerOf(setup.browser())
  const victim = setup.browser()
  const says = `begin again, at ${SERVICE}`
  await expectRefusal(setup, await victim.open(answer), { status: 400, says })
  await answerOf(victim)
  await expectRefusal(setup, await victim.open(answer), { status: 400, says })
})

test('an answer is good once: a replay is refused, with and without the cookie', async () => {
  await using setup = await startOidcSetup()
  const browser = setup.browser()
  const answer = await answerOf(browser)
  const cookie = browser.cookies()
  const { pathname, search } = new URL(answer)
  expect((await browser.fetch(`${pathname}${search}`)).status).toBe(302)
  expect((await browser.open(answer)).status).toBe(400)
  const thief = setup.browser()
  const replay = await thief.fetch(`${pathname}${search}`, { cookie })
  expect([replay.status, JSON.parse(replay.body)]).toEqual([
    400,
    {
      errors: [{ code: 'BAD_REQUEST', message: 'this log-in was used before or has expired: begin again' }],
    },
  ])
  expect(thief.cookies()).not.toContain('sid')
})

test('a log-in that takes more than ten minutes is begun again', async () => {
  const clock = new ManualClock(Date.now())
  await using setup = await startOidcSetup({ clock })
  const browser = setup.browser()
  const answer = await answerOf(browser)
  clock.advance(10 * 60_000)
  await expectRefusal(setup, await browser.open(answer), { status: 400, says: 'begin again' })
})

test('a refusal of the provider is shown in its words', async () => {
  await using setup = await startOidcSetup()
  setup.provider.visitor = null
  const page = await setup.browser().open('/c/oidc/login')
  const says = 'Keycloak refused the log-in: access_denied (the person said no)'
  await expectRefusal(setup, page, { status: 403, says })
})

test('what the provider says is shown as text', async () => {
  await using setup = await startOidcSetup()
  const browser = setup.browser()
  const answer = new URL(await answerOf(browser))
  answer.searchParams.delete('code')
  answer.searchParams.set('error', 'access_denied')
  answer.searchParams.set('error_description', '<script>alert(1)</script>')
  const { body } = await browser.open(answer.href)
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(body).not.toContain('<script')
})

test('a provider that is down is said to be, and asked again the next time', async () => {
  const port = await freePort()
  const settings = oidcSettings(`http://127.0.0.1:${port}`, SERVICE)
  await using app = await startTestApp({ settings })
  const browser = startBrowser(SERVICE, app.url)
  const page = await browser.open('/c/oidc/login')
  const says = `Keycloak does not answer as it should at http://127.0.0.1:${port}: try again later`
  await expectRefusal({ app }, page, { status: 503, says })
  expect(page.headers['retry-after']).toBe('30')
  expect(app.log.find(({ provider }) => provider === 'Keycloak')).toMatchObject({
    level: 40,
    msg: 'login through the OpenID provider failed',
    reason: expect.stringContaining('ECONNREFUSED'),
  })
  await using provider = await startOidcProvider({ serviceUrl: SERVICE, port })
  provider.visitor = ANNA
  expect((await browser.open('/c/oidc/login?redirect_url=/api/v2.0/ping')).body).toBe('Pong')
})

test('a provider that goes down during a log-in is said to be', async () => {
  await using stack = new AsyncDisposableStack()
  const provider = await startOidcProvider({ serviceUrl: SERVICE })
  provider.visitor = ANNA
  const app = stack.use(await startTestApp({ settings: oidcSettings(provider.issuer, SERVICE) }))
  const browser = startBrowser(SERVICE, app.url)
  const answer = await answerOf(browser)
  await provider[Symbol.asyncDispose]()
  await expectRefusal({ app }, await browser.open(answer), { status: 503, says: 'does not answer' })
})

test.for([
  ['another nonce', (claims: Claims) => ({ ...claims, nonce: 'another' }), false],
  ['no nonce', ({ nonce: _, ...claims }: Claims) => claims, false],
  ['another audience', (claims: Claims) => ({ ...claims, aud: 'another' }), false],
  ['another issuer', (claims: Claims) => ({ ...claims, iss: 'https://id.example.com' }), false],
  ['an end in the past', (claims: Claims) => ({ ...claims, exp: 1_600_000_000 }), false],
  ['a signature of somebody else', (claims: Claims) => claims, true],
] as const)('an ID token with %s lets nobody in', async ([, tamper, isForged]) => {
  await using setup = await startOidcSetup()
  setup.provider.tamper = tamper
  setup.provider.isForged = isForged
  const page = await setup.browser().open('/c/oidc/login')
  const says = 'The answer of Keycloak is not valid, so you were not logged in'
  await expectRefusal(setup, page, { status: 403, says })
  expect(setup.app.rows('select name from "user"')).toEqual([{ name: 'admin' }])
})

test('an ID token that was signed anew as it was lets people in, so the refusals above are of what was changed', async () => {
  await using setup = await startOidcSetup()
  setup.provider.tamper = (claims) => claims
  expect((await setup.logIn(ANNA)).page.status).toBe(200)
})

test('people whose user info the provider refuses are not logged in without it', async () => {
  await using setup = await startOidcSetup()
  setup.provider.isInfoRefused = true
  const page = await setup.browser().open('/c/oidc/login')
  await expectRefusal(setup, page, { status: 503, says: 'Keycloak does not give your user info' })
})

test('a wrong client secret is said to be a matter of the settings, and shown nowhere', async () => {
  await using setup = await startOidcSetup({ settings: { OIDC_CLIENT_SECRET: 'canary of a secret' } })
  const page = await setup.browser().open('/c/oidc/login')
  const says = 'Keycloak does not accept our client: OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is wrong'
  await expectRefusal(setup, page, { status: 503, says })
  for (const text of [page.body, JSON.stringify(setup.app.log)]) {
    expect(text).not.toContain('canary')
    expect(text).not.toContain(CLIENT_SECRET)
  }
})

test('an endpoint that is not the issuer is said to be a matter of the settings', async () => {
  await using provider = await startOidcProvider({ serviceUrl: SERVICE })
  const endpoint = provider.issuer.replace('127.0.0.1', 'localhost')
  await using app = await startTestApp({ settings: oidcSettings(endpoint, SERVICE) })
  const page = await startBrowser(SERVICE, app.url).open('/c/oidc/login')
  const says = `Keycloak at ${endpoint} is not the provider that OIDC_ENDPOINT names`
  await expectRefusal({ app }, page, { status: 503, says })
})

test('a log-in leads to a path of ours only', async () => {
  await using setup = await startOidcSetup()
  const page = await setup.browser().open('/c/oidc/login?redirect_url=//evil.example')
  const says = 'The redirect_url must be a path of this server'
  await expectRefusal(setup, page, { status: 400, says })
})
