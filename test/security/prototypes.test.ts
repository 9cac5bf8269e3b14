import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '../../src/http/route.ts'
import { type ApiAnswer, postEnvelope } from '../support/app/api-client.ts'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type Vault, fillVault, pathInto } from './vault.ts'

/** Names that every object has, though nobody gave it any. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
const POLLUTION = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'
const QUERY = '__proto__[polluted]=1&constructor.prototype.polluted=1&q=__proto__=1&sort=__proto__'

let app: TestApp
let vault: Vault

beforeAll(async () => {
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  vault = await fillVault(app)
})
afterAll(() => app[Symbol.asyncDispose]())

function expectUnpolluted(what: string): void {
  expect(Object.keys(Object.prototype), what).toEqual([])
  expect('polluted' in {}, what).toBe(false)
}

function send(
  { method, answers }: Route,
  path: string,
  body?: unknown,
): Promise<Pick<ApiAnswer, 'status' | 'body'>> {
  if (Object.values(answers).includes('event-stream'))
    return app.api.open(path).then(({ status, body: stream }) => {
      stream.on('error', () => undefined).destroy()
      return { status, body: '' }
    })
  const name = method.toLowerCase() as Lowercase<Route['method']>
  return name === 'get' || name === 'head' ? app.api[name](path) : app.api[name](path, body)
}

/** Those that end what the others need come last. */
const ordered = (): readonly Route[] =>
  app.routes.toSorted((left, right) => Number(left.method === 'DELETE') - Number(right.method === 'DELETE'))

/** Each field of a body with the pollution inside of it. */
function pollutedBody({ schema }: Route): string {
  const { properties = {} } = (schema.body ?? {}) as { readonly properties?: object }
  const fields = Object.keys(properties).map((name) => `${JSON.stringify(name)}:{${POLLUTION}}`)
  return `{${[...fields, POLLUTION].join(',')}}`
}

test('no body and no query reaches what all objects inherit from', async () => {
  const wrong: string[] = []
  for (const route of ordered()) {
    const path = pathInto(vault, route, vault.project)
    for (const body of [pollutedBody(route), `{${POLLUTION}}`, `[{${POLLUTION}}]`]) {
      const { status } = await send(route, `${path}?${QUERY}`, body)
      if (status >= 500 && status !== 502) wrong.push(`${route.operation}: ${status}`)
    }
    expectUnpolluted(route.operation)
  }
  expect(wrong).toEqual([])
  const told = app.log.filter(({ level }) => Number(level) >= 50)
  expect(told).toEqual([])
}, 120_000)

test('a name that every object has is the name of nothing', async () => {
  const wrong: string[] = []
  const routes = app.routes.filter(({ path, needs }) => path.includes(':') && needs !== 'source-token')
  await app.api.post('/api/v2.0/projects', { project_name: vault.project })
  for (const route of routes)
    for (const name of INHERITED) {
      const path = route.path.replace(':project_name_or_id', vault.project).replaceAll(/:\w+/g, name)
      const { status, body } = await send(route, path, {})
      // Harbor answers the metadata that a project does not have with an empty object.
      const isFound = isReadOfOne(route) && status < 400 && JSON.stringify(body) !== '{}'
      if (status >= 500 || isFound) wrong.push(`${route.operation} of ${name}: ${status}`)
    }
  expect(wrong).toEqual([])
})

/** Of something in a project or in the system that has a name or a number. */
const isReadOfOne = ({ method, path }: Route): boolean =>
  (method === 'GET' || method === 'HEAD') && path.replace(':project_name_or_id', '').includes(':')

test.each(INHERITED)('%s is no kind, type, format, option or key of anything', async (name) => {
  const target = { type: 'http', address: 'http://127.0.0.1:9/' }
  const policy = { name: `p${name}`, event_types: ['PUSH_ARTIFACT'], targets: [target] }
  const policies = `/api/v2.0/projects/${vault.project}/webhook/policies`
  const drafts: readonly (readonly [string, object])[] = [
    [policies, { ...policy, event_types: [name] }],
    [policies, { ...policy, targets: [{ ...target, type: name }] }],
    [policies, { ...policy, targets: [{ ...target, payload_format: name }] }],
    [policies, { ...policy, targets: [{ ...target, options: JSON.parse(`{"${name}":{}}`) as object }] }],
    ['/api/v2.0/sources', { name: 'odd', kind: name }],
    [
      '/api/v2.0/sources',
      { name: 'odd', kind: 'generic', settings: JSON.parse(`{"${name}":"x"}`) as object },
    ],
    ['/api/v2.0/robots', { name: 'odd', level: name, duration: 1 }],
    ['/api/v2.0/scanners', { name: 'odd', url: 'http://127.0.0.1:9/', auth: name }],
  ]
  for (const [path, draft] of drafts) {
    const { status, body } = await app.api.post(path, draft)
    expect([status >= 400 && status < 500, draft, body]).toEqual([true, draft, body])
  }
  expectUnpolluted(name)
})

test('a notification is data to the last of its keys', async () => {
  const event = `{"id":"1","action":"push","timestamp":"2026-01-01T00:00:00Z","target":{${POLLUTION}},${POLLUTION}}`
  const { status } = await postEnvelope(app.url, sourceToken, `{"events":[${event}],${POLLUTION}}`)
  expect(status).toBeLessThan(500)
  expectUnpolluted('a notification')
})
