import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import type { Route } from '../../src/http/route.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app[Symbol.asyncDispose]()
})

const closedRoutes = (): readonly Route[] => app.routes.filter(({ needs }) => needs !== 'nothing')
const takesBody = ({ method }: Route): boolean => ['POST', 'PUT', 'PATCH'].includes(method)
const pathOf = ({ path }: Route, value: string): string => path.replaceAll(/:\w+|\*/g, value)

/** Sends just these bytes. @returns all that comes back until the server hangs up */
async function exchange(request: string): Promise<string> {
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(request)
  return text(socket)
}

const head = ({ method, path }: { method: string; path: string }, headers: readonly string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: buoy', ...headers, '', ''].join('\r\n')

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

test('a stranger gets 401, whatever else is wrong with the call', async () => {
  const others: string[] = []
  for (const line of closedRoutes()) {
    const path = `${pathOf(line, 'no-number')}?page=none&page_size=-1&sort=%00`
    const body = takesBody(line) ? '{"not json' : ''
    const headers = [`Content-Length: ${body.length}`, 'Content-Type: text/nonsense', 'Connection: close']
    const status = statusOf(await exchange(head({ method: line.method, path }, headers) + body))
    if (status !== 401) others.push(`${line.method} ${line.path}: ${status}`)
  }
  expect(others).toEqual([])
})

test('a stranger is answered before a byte of the body has come, however long it is to be', async () => {
  const others: string[] = []
  for (const line of closedRoutes().filter(takesBody)) {
    const bytes = (line.maxBodyBytes ?? 1024 * 1024) * 2
    const headers = [`Content-Length: ${bytes}`, 'Content-Type: application/json', 'Connection: close']
    const status = statusOf(await exchange(head({ method: line.method, path: pathOf(line, '1') }, headers)))
    if (status !== 401) others.push(`${line.method} ${line.path}: ${status}`)
  }
  expect(others).toEqual([])
})

test.for([
  ['no path of ours', 'POST', '/api/v2.0/nothing', 404],
  ['a method that the path does not have', 'PATCH', '/api/v2.0/projects', 405],
] as const)('%s is refused before its body has come', async ([, method, path, status]) => {
  const headers = ['Content-Length: 1000000', 'Content-Type: application/json', 'Connection: close']
  expect(statusOf(await exchange(head({ method, path }, headers)))).toBe(status)
})

test('who may not is refused before what is wrong with the call is looked at', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const guest = await memberOf(app, 'shop', 'guest')
  const policies = '/api/v2.0/projects/shop/webhook/policies'
  expect((await guest.post(policies, '{"not json')).status).toBe(403)
  expect((await app.api.post(policies, '{"not json')).status).toBe(422)
})

test('a form of the log-in is short', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await app.anonymous.post('/c/login', `principal=${'a'.repeat(20_000)}`, form)).status).toBe(413)
})

test.for([
  ['GET', '/api/v2.0/health', 200],
  ['GET', '/api/v2.0/users/current', 401],
  ['GET', '/api/v2.0/nothing', 404],
  ['PATCH', '/api/v2.0/projects', 405],
  ['POST', '/service/notifications', 401],
  ['GET', '/api/projects/1/webhook/policies', 401],
  ['GET', '/api/v2.0/%zz', 400],
  ['GET', '/c/oidc/callback', 412],
] as const)(
  'no cache keeps and no browser reinterprets the answer to %s %s: %i',
  async ([method, path, status]) => {
    const answer = (await exchange(head({ method, path }, ['Connection: close']))).toLowerCase()
    expect(statusOf(answer.toUpperCase())).toBe(status)
    expect(answer).toContain('cache-control: no-store\r\n')
    expect(answer).toContain('x-content-type-options: nosniff\r\n')
  },
)

test.for([
  ['NONSENSE\r\n\r\n', 400],
  [head({ method: 'GET', path: '/api/v2.0/health' }, [`X-Long: ${'a'.repeat(20_000)}`]), 431],
] as const)('what is no request is answered like other errors: %#', async ([request, status]) => {
  const answer = await exchange(request)
  expect(statusOf(answer)).toBe(status)
  expect(answer).toContain('x-content-type-options: nosniff')
  expect(JSON.parse(answer.slice(answer.indexOf('{'))).errors[0].code).toBe('BAD_REQUEST')
})
