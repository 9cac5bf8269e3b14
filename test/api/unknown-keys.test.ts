import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiCall, pathTo } from '../../src/contract/api-call.ts'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import type { KeySchema } from '../../src/domain/unknown-keys.ts'
import { type ApiClient, type ApiAnswer, apiClient } from '../support/app/api-client.ts'
import { memberLogin, memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES, WEBHOOK } from '../support/app/shop-paths.ts'

/** A slip of any key must not be taken for its absence: the calls that would then act on more than was meant. */

let app: TestApp
let guest: ApiClient
beforeAll(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  await memberOf(app, 'shop', 'guest')
  guest = apiClient(app.url, memberLogin('shop', 'guest'))
})
afterAll(() => app[Symbol.asyncDispose]())

const ours = EVERY_CALL.filter(({ isOurs }) => isOurs)
const harbors = EVERY_CALL.filter(({ isOurs, schema }) => isOurs !== true && schema.body !== undefined)
const VALUES: Readonly<Record<string, string | number>> = {
  project_name_or_id: 'shop',
  event_type: 'pushImage',
}

/** The call with every parameter of its path filled in; it need not find anything. */
function ask(client: ApiClient, call: ApiCall, body?: unknown, search = ''): Promise<ApiAnswer> {
  const names = [...call.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, VALUES[name] ?? 1])
  const path = `${pathTo(call, Object.fromEntries(names))}${search}`
  if (call.method === 'GET') return client.get(path)
  const send = call.method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete'
  return client[send](path, body)
}

const messageOf = ({ body }: ApiAnswer): string =>
  // Harbor 1.10 declares its errors as text.
  typeof body === 'string' ? body : (body.errors?.[0]?.message ?? '')

test('there are calls of ours and of Harbor’s', () => {
  expect(ours.length).toBeGreaterThan(40)
  expect(harbors.length).toBeGreaterThan(15)
})

test.for(ours.map((call) => [call.operation, call] as const))(
  '%s takes no unknown parameter',
  async ([, call]) => {
    const [known] = Object.keys(call.schema.querystring?.properties ?? {})
    const answer = await ask(app.api, call, {}, '?sail=1')
    expect([answer.status, messageOf(answer)]).toEqual([
      400,
      expect.stringContaining('query: unknown key sail'),
    ])
    if (known === undefined) return
    const slip = await ask(app.api, call, {}, `?${known.toUpperCase()}S=1`)
    expect([slip.status, messageOf(slip)]).toEqual([400, expect.stringContaining(`did you mean ${known}?`)])
  },
)

test.for(
  ours
    .filter(({ method, bodies }) => method !== 'GET' && bodies === undefined)
    .map((call) => [call.operation, call] as const),
)('%s takes no unknown key in its body, at any depth', async ([, call]) => {
  const { body: schema } = call.schema
  const bodies = schema === undefined ? [{ sail: 1 }] : [{ sail: 1 }, ...slipsIn(schema)]
  for (const body of bodies) {
    const answer = await ask(app.api, call, body)
    expect([body, answer.status]).toEqual([body, 400])
    expect(messageOf(answer)).toMatch(schema === undefined ? /takes no body/ : /body: unknown key/)
  }
})

test.for(harbors.map((call) => [call.operation, call] as const))(
  '%s, a call of Harbor’s, refuses the slip of a key and ignores another one',
  async ([, call]) => {
    for (const body of slipsIn(call.schema.body)) {
      const answer = await ask(app.api, call, body)
      expect([body, answer.status, messageOf(answer)]).toEqual([
        body,
        400,
        expect.stringContaining('did you mean'),
      ])
    }
    const other = await ask(app.api, call, { keelboat: { white: true } })
    expect(messageOf(other)).not.toContain('unknown key')
  },
)

/** Bodies with one key of the schema misspelt, by two letters more, in each of its objects. */
function slipsIn(schema: KeySchema | undefined): readonly unknown[] {
  if (schema?.items !== undefined) return slipsIn(schema.items).map((slip) => [slip])
  const named = Object.entries(schema?.properties ?? {})
  return named.flatMap(([key, inner], index) => [
    ...(index === 0 ? [{ [`${key}${key.length <= 3 ? 'q' : 'qz'}`]: null }] : []),
    ...slipsIn(inner).map((slip) => ({ [key]: slip })),
  ])
}

test.for([
  [{ filters: { tags: { include: ['v*'] } } }, 'unknown key filters: did you mean filter?'],
  [{ eventTypes: ['PUSH_ARTIFACT'] }, 'unknown key eventTypes: did you mean event_types?'],
  [{ event_type: ['PUSH_ARTIFACT'] }, 'unknown key event_type: did you mean event_types?'],
  [{ filter: { tag: { include: ['v*'] } } }, 'unknown key filter.tag: did you mean tags?'],
  [{ filter: { tags: { includes: ['v*'] } } }, 'unknown key filter.tags.includes: did you mean include?'],
  [{ filter: { sail: 1 } }, 'unknown key filter.sail: there are repositories, tags'],
  [
    { targets: [{ type: 'http', address: 'http://a.test', skip_cert_verfy: true }] },
    'unknown key targets.0.skip_cert_verfy',
  ],
  [
    { targets: [{ type: 'http', address: 'http://a.test', options: { timeout_second: 5 } }] },
    'unknown key timeout_second: did you mean timeout_seconds?',
  ],
] as const)('a policy with %j is not stored', async ([changes, message]) => {
  const policy = {
    name: 'p',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: 'http://a.test' }],
  }
  const answer = await app.api.post(POLICIES, { ...policy, ...changes })
  expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringContaining(message)])
  expect((await app.api.get(POLICIES)).body).toEqual([])
})

test('clients of Harbor may write back all that they have read', async () => {
  const target = { type: 'http', address: 'http://a.test', options: { timeout_seconds: 5 } }
  const policy = await app.api.post(POLICIES, {
    name: 'p',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [target],
    filter: { tags: { include: ['v*'] } },
  })
  const permissions = [
    { kind: 'system', namespace: '/', access: [{ resource: 'project', action: 'create' }] },
  ]
  const robot = await app.api.post('/api/v2.0/robots', {
    name: 'r',
    level: 'system',
    duration: -1,
    permissions,
  })
  const scanner = await app.api.post('/api/v2.0/scanners', { name: 's', url: 'http://s.test' })
  for (const path of [policy, robot, scanner]
    .map(({ headers }) => String(headers['location']))
    .concat('/api/v2.0/projects/shop', '/api/v2.0/quotas/1')) {
    const { body } = await app.api.get(path)
    expect([path, (await app.api.put(path, { ...body, 'payload_format:omitempty': '' })).status]).toEqual([
      path,
      200,
    ])
  }
  expect((await app.api.delete(String(policy.headers['location']))).status).toBe(200)
})

test('who may not call is refused before any key is looked at', async () => {
  const body = { filtre: {} }
  expect((await guest.post(`${WEBHOOK}/deliveries/redeliver`, body)).status).toBe(403)
  expect((await app.anonymous.post(`${WEBHOOK}/deliveries/redeliver`, body)).status).toBe(401)
})
