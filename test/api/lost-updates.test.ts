import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import type { ApiAnswer } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

/** Whoever changes what someone else has changed meanwhile is refused, if they say which version they know. */

const target = { type: 'http', address: 'http://a.test' }
const policy = { name: 'p', enabled: false, event_types: ['PUSH_ARTIFACT'], targets: [target] }
const access = [{ resource: 'project', action: 'create' }]
const robot = {
  name: 'r',
  level: 'system',
  duration: -1,
  permissions: [{ kind: 'system', namespace: '/', access }],
}
const scanner = { name: 's', url: 'http://s.test' }

interface Thing {
  /** Where it is read, changed and deleted. */
  readonly path: string
  /** The body of a change, another one each time. */
  readonly change: (turn: number) => object
  readonly isDeletable: boolean
}

let app: TestApp
const things = new Map<string, Thing>()
const NAMES = [
  'a policy',
  'a global policy',
  'a policy of 1.10',
  'a source',
  'a scanner',
  'a project',
  'a robot',
  'a quota',
  'a member',
  'a user',
  'a setting',
] as const

beforeAll(async () => {
  app = await startTestApp()
  const { api } = app
  const created = async (path: string, body: object): Promise<string> => {
    const { status, headers } = await api.post(path, body)
    expect([path, status]).toEqual([path, 201])
    return String(headers['location'])
  }
  const project = await created('/api/v2.0/projects', { project_name: 'shop' })
  await memberOf(app, 'shop', 'guest')
  const { body: members } = await api.get(`${project}/members?entityname=guest`)
  const { body: users } = await api.get('/api/v2.0/users?q=username%3D~guest')
  const legacy = await created(`/api/v2.0/projects/shop/webhook/policies`, { ...policy, name: 'old' })
  const named = (body: object) => (turn: number) => ({ ...body, description: `change ${turn}` })
  const add = (name: (typeof NAMES)[number], path: string, change: Thing['change'], isDeletable = true) =>
    things.set(name, { path, change, isDeletable })
  add('a policy', await created('/api/v2.0/projects/shop/webhook/policies', policy), named(policy))
  add('a global policy', await created('/api/v2.0/webhook/policies', policy), named(policy))
  add(
    'a policy of 1.10',
    `/api/projects/${project.split('/').at(-1)}/webhook/policies/${legacy.split('/').at(-1)}`,
    named({ ...policy, name: 'old' }),
  )
  add('a source', await created('/api/v2.0/sources', { name: 'src', kind: 'generic' }), (turn) => ({
    name: `src-${turn}`,
  }))
  add('a scanner', await created('/api/v2.0/scanners', scanner), named(scanner))
  add('a project', await created('/api/v2.0/projects', { project_name: 'other' }), (turn) => ({
    metadata: { severity: `level ${turn}` },
  }))
  add('a robot', await created('/api/v2.0/robots', robot), named({ ...robot, name: 'robot$r' }))
  add(
    'a quota',
    `/api/v2.0/quotas/${project.split('/').at(-1)}`,
    (turn) => ({ hard: { storage: 1000 + turn } }),
    false,
  )
  add('a member', `${project}/members/${members[0].id}`, (turn) => ({ role_id: (turn % 5) + 1 }))
  add('a user', `/api/v2.0/users/${users[0].user_id}`, (turn) => ({ comment: `change ${turn}` }))
  add('a setting', '/api/v2.0/configurations', (turn) => ({ notification_enable: turn % 2 === 0 }), false)
})
afterAll(() => app[Symbol.asyncDispose]())

const tagOf = ({ headers }: Pick<ApiAnswer, 'headers'>): string => String(headers['etag'])
const find = (name: string): Thing => things.get(name)!

test.for(NAMES)('%s has a strong ETag, which the answer to a change brings too', async (name) => {
  const { path, change } = find(name)
  const [first, again] = [await app.api.get(path), await app.api.get(path)]
  expect(tagOf(first)).toMatch(/^"[\w-]{22}"$/)
  expect(tagOf(again)).toBe(tagOf(first))
  const changed = await app.api.put(path, change(1), { 'if-match': tagOf(first) })
  expect(changed.status).toBe(200)
  expect(tagOf(changed)).not.toBe(tagOf(first))
  expect(tagOf(await app.api.get(path))).toBe(tagOf(changed))
})

test.for(NAMES)('%s is not changed by who knows an older version', async (name) => {
  const { path, change, isDeletable } = find(name)
  const known = await app.api.get(path)
  const others = await app.api.put(path, change(2))
  expect(others.status).toBe(200)
  const before = await app.api.get(path)
  const late = await app.api.put(path, change(3), { 'if-match': tagOf(known) })
  expect([late.status, JSON.stringify(late.body)]).toEqual([
    412,
    expect.stringContaining('someone has changed it'),
  ])
  if (isDeletable)
    expect((await app.api.delete(path, undefined, { 'if-match': tagOf(known) })).status).toBe(412)
  const after = await app.api.get(path)
  expect([tagOf(after), after.body]).toEqual([tagOf(before), before.body])
})

test.for(NAMES)('of two changes of %s that know the same version, one wins', async (name) => {
  const { path, change } = find(name)
  const known = tagOf(await app.api.get(path))
  const both = await Promise.all([5, 5].map((turn) => app.api.put(path, change(turn), { 'if-match': known })))
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
})

test.for([
  ['*', 200],
  ['"a", TAG', 200],
  ['W/TAG', 412],
  ['"a", "b"', 412],
  ['no tag', 412],
  ['', 412],
] as const)('a change with If-Match: %s is answered with %i', async ([header, status]) => {
  const { path, change } = find('a policy')
  const ifMatch = header.replace('TAG', tagOf(await app.api.get(path)))
  expect((await app.api.put(path, change(6), { 'if-match': ifMatch })).status).toBe(status)
})

test('a read takes If-Match too', async () => {
  const { path } = find('a scanner')
  expect((await app.api.get(path, { 'if-match': '"old"' })).status).toBe(412)
  expect((await app.api.get(path, { 'if-match': '*' })).status).toBe(200)
})

test('what would be refused anyway is refused as without If-Match', async () => {
  const { path } = find('a policy')
  const old = { 'if-match': '"old"' }
  expect((await app.anonymous.put(path, policy, old)).status).toBe(401)
  expect((await app.api.put(path, { ...policy, targets: [] }, old)).status).toBe(400)
  expect((await app.api.put(path.replace(/\d+$/, '999'), policy, old)).status).toBe(404)
  expect((await app.api.put(path.replace(/\d+$/, '999'), policy, { 'if-match': '*' })).status).toBe(404)
  const elsewhere = path.replace('/shop/', '/other/')
  expect((await app.api.put(elsewhere, policy, old)).status).toBe(404)
})

test('a changed secret is a change, a received event is none', async () => {
  const { path } = find('a source')
  const before = tagOf(await app.api.get(path))
  await app.api.post(`${path}/token`)
  const renewed = tagOf(await app.api.get(path))
  expect(renewed).not.toBe(before)
  await app.store.sources.setLastEvents(new Map([[Number(path.split('/').at(-1)), Date.now()]]))
  expect(tagOf(await app.api.get(path))).toBe(renewed)
})

test('a thing is deleted by who knows it as it is', async () => {
  for (const name of NAMES.filter((one) => find(one).isDeletable)) {
    const { path } = find(name)
    const known = tagOf(await app.api.get(path))
    expect([name, (await app.api.delete(path, undefined, { 'if-match': known })).status]).toEqual([name, 200])
  }
})

test('the document names the header of every such call', async () => {
  const { body } = await app.anonymous.get('/api/v2.0/openapi.json')
  const revised = EVERY_CALL.filter((call) => call.revised !== undefined)
  expect(revised.length).toBeGreaterThan(30)
  for (const call of revised) {
    const { parameters, responses } =
      body.paths[call.path.replaceAll(/:(\w+)/g, '{$1}')][call.method.toLowerCase()]
    expect(parameters.map(({ name }: { name: string }) => name)).toContain('If-Match')
    expect(responses['412']).toBeDefined()
    if (call.method !== 'DELETE') expect(responses['200'].headers).toHaveProperty('ETag')
  }
})
