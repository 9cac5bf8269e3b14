import { beforeAll, expect, test } from 'vitest'
import { POLICIES } from '../support/app/shop-paths.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  return () => app[Symbol.asyncDispose]()
})

const targets = [{ type: 'http', address: 'https://hook.example.com/a' }]
const policy = { enabled: true, event_types: ['PUSH_ARTIFACT'], targets }
const access = [{ resource: 'notification-policy', action: 'list' }]
const permissions = [{ kind: 'project', namespace: 'shop', access }]

/** How each noun with a name of its own is created. */
const NOUNS: readonly (readonly [string, string, (name: string) => object])[] = [
  ['policy name', POLICIES, (name) => ({ ...policy, name })],
  ['policy name', '/api/v2.0/webhook/policies', (name) => ({ ...policy, name })],
  ['policy name', '/api/projects/1/webhook/policies', (name) => ({ ...policy, name })],
  ['project name', '/api/v2.0/projects', (project_name) => ({ project_name })],
  ['username', '/api/v2.0/users', (username) => ({ username, password: 'Anchor-Chain-42' })],
  ['robot name', '/api/v2.0/robots', (name) => ({ name, level: 'project', duration: 1, permissions })],
  ['source name', '/api/v2.0/sources', (name) => ({ name, kind: 'generic' })],
  ['scanner name', '/api/v2.0/scanners', (name) => ({ name, url: 'http://scanner.example.com' })],
  [
    'group name',
    '/api/v2.0/projects/shop/members',
    (group_name) => ({ role_id: 4, member_group: { group_name } }),
  ],
]

test.for(NOUNS)('a %s at %s can be seen and is written in one direction', async ([noun, path, body]) => {
  const messageFor = async (name: string): Promise<string> => {
    const { status, body: answer } = await app.api.post(path, body(name))
    expect(status).toBe(400)
    // That of 1.10 is JSON declared as plain text.
    return typeof answer === 'string' ? JSON.parse(answer).message : answer.errors[0].message
  }
  expect(await messageFor(' \u200b')).toBe(`invalid ${noun}: it has no visible character`)
  expect(await messageFor('a\u0007')).toBe(`invalid ${noun}: it contains the control character U+0007`)
  const reordered = `invalid ${noun}: it contains the bidirectional control character U+202E`
  expect(await messageFor('a\u202eb')).toBe(reordered)
})

test('a policy keeps a visible name when it is changed', async () => {
  const { headers } = await app.api.post(POLICIES, { ...policy, name: 'ci' })
  const place = String(headers['location'])
  expect((await app.api.put(place, { ...policy, name: ' ' })).status).toBe(400)
  expect((await app.api.put(place, { ...policy, name: 'Überlauf 🚢' })).status).toBe(200)
})
