import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '../../src/http/route.ts'
import { cookiesOf, jar, sendLogin } from '../support/app/browser-session.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type Vault, contentOf, fillVault, pathInto } from './vault.ts'

let app: TestApp
let vault: Vault

beforeAll(async () => {
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  vault = await fillVault(app)
})
afterAll(() => app[Symbol.asyncDispose]())

const isRead = ({ method }: Route): boolean => method === 'GET' || method === 'HEAD'
/**
 * A source shows its token, never a cookie; what is open to everyone does nothing in the caller's name; of `/c/`, the log-in has no session
 * yet and the log-out takes none from anybody else.
 */
const goesBySession = ({ path, needs, method }: Route): boolean =>
  needs !== 'source-token' && (needs !== 'nothing' || method === 'GET') && !path.startsWith('/c/')

/** What a page elsewhere can make a browser send along with its cookies. */
const FORGERIES: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'application/json' },
  { 'content-type': 'application/json', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { 'content-type': 'text/plain', origin: 'null' },
  { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-site' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'x-http-method-override': 'GET', 'content-type': 'application/json' },
]

test('no call that changes something is taken from a page elsewhere, which has the cookie and no token', async () => {
  const session = jar(await sendLogin(app.anonymous))
  const before = contentOf(app)
  const wrong: string[] = []
  const routes = app.routes.filter((route) => !isRead(route) && goesBySession(route))
  expect(routes.length).toBeGreaterThan(50)
  for (const route of routes)
    for (const forgery of FORGERIES) {
      const method = route.method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete'
      const path = pathInto(vault, route, vault.project)
      const { status, body } = await app.anonymous[method](path, '{}', { ...session, ...forgery })
      if (status !== 403 || !JSON.stringify(body).includes('CSRF'))
        wrong.push(`${route.operation} with ${JSON.stringify(forgery)}: ${status} ${JSON.stringify(body)}`)
    }
  expect(wrong).toEqual([])
  expect(contentOf(app)).toEqual(before)
}, 120_000)

test('no read changes anything, so a link or an image elsewhere does neither', async () => {
  const before = contentOf(app)
  const routes = app.routes.filter((route) => isRead(route) && goesBySession(route))
  expect(routes.length).toBeGreaterThan(80)
  for (const route of routes) {
    const path = pathInto(vault, route, vault.project)
    if (Object.values(route.answers).includes('event-stream'))
      (await app.api.open(path)).body.on('error', () => undefined).destroy()
    else await app.api[route.method === 'HEAD' ? 'head' : 'get'](path)
  }
  expect(contentOf(app)).toEqual(before)
}, 120_000)

test('a session id that somebody put into a browser before its log-in is never a session', async () => {
  const planted = 'A'.repeat(43)
  const answer = await sendLogin(app.anonymous, {}, { cookie: `sid=${planted}` })
  expect(answer.status).toBe(200)
  expect(cookiesOf(answer).join()).not.toContain(planted)
  const { status } = await app.anonymous.get('/api/v2.0/users/current', { cookie: `sid=${planted}` })
  expect(status).toBe(401)
})

test('no answer allows a page elsewhere to read it', async () => {
  const session = jar(await sendLogin(app.anonymous))
  const elsewhere = { ...session, origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  for (const path of ['/api/v2.0/users/current', '/api/v2.0/projects', '/'])
    for (const { headers } of [
      await app.anonymous.get(path, elsewhere),
      await app.anonymous.post(path, {}, elsewhere),
    ])
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
})
