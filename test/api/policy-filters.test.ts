import { afterAll, beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

let app: TestApp
let receiver: Receiver

beforeAll(async () => {
  app = await startTestApp()
  receiver = await startReceiver()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
})

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const policy = (name: string, filter?: object) => ({
  name,
  enabled: true,
  event_types: ['PUSH_ARTIFACT'],
  filter,
  targets: [{ type: 'http', address: receiver.url(`/${name}`) }],
})

test('a policy keeps its filter, and shows what narrows', async () => {
  const filter = {
    repositories: { include: ['web/**'], exclude: ['web/test-*'] },
    tags: { include: ['{v*,latest}'] },
    actor_kinds: ['robot'],
    min_severity: 'high',
    accessories: true,
    children: false,
  }
  const { headers } = await app.api.post(POLICIES, policy('kept', filter))
  const { body } = await app.api.get(String(headers['location']))
  const { children, ...narrowing } = filter
  expect(children).toBe(false)
  expect(body.filter).toEqual({ ...narrowing, min_severity: 'High' })
})

test('a PUT without a filter takes it away, as it does with everything else', async () => {
  const { headers } = await app.api.post(POLICIES, policy('cleared', { tags: { include: ['v*'] } }))
  await app.api.put(String(headers['location']), policy('cleared'))
  expect((await app.api.get(String(headers['location']))).body).not.toHaveProperty('filter')
})

test.for([
  [
    { repositories: { include: ['ok', 'a[b'] } },
    'filter.repositories.include[1]: the glob "a[b" has a "[" that is not closed (position 1)',
  ],
  [
    { tags: { exclude: ['v}'] } },
    'filter.tags.exclude[0]: the glob "v}" has a "}" that closes nothing (position 1)',
  ],
  [
    { actor_kinds: ['human'] },
    'filter.actor_kinds[0]: "human" is none of user, robot, system, anonymous, unknown',
  ],
  [
    { min_severity: 'bad' },
    'filter.min_severity: "bad" is none of None, Unknown, Negligible, Low, Medium, High, Critical',
  ],
] as const)('the filter %j is refused with its place', async ([filter, message]) => {
  const { status, body } = await app.api.post(POLICIES, policy('refused', filter))
  expect([status, body.errors[0].message]).toEqual([400, message])
})

test.for([
  [
    'globs',
    { tags: { include: Array(50).fill('v'), exclude: Array(50).fill('x') }, media_types: ['**'] },
    'it has 101 globs, and 100 at the most are allowed',
  ],
  [
    'text',
    { repositories: { include: Array(9).fill('{a,{b,c}}*'.repeat(25)) } },
    'its globs have 2250 characters in all, and 2048 at the most are allowed',
  ],
  [
    'stars and braces',
    { tags: { include: ['a*'.repeat(100), '**/{a,b}'.repeat(30)], exclude: ['{a,b,c}*'.repeat(25)] } },
    'its globs have too many stars and alternatives in braces: 425, where an alternative counts twice, and 256 at the most are allowed',
  ],
] as const)('a filter with too many %s is refused', async ([, filter, message]) => {
  const { status, body } = await app.api.post(POLICIES, policy('refused', filter))
  expect([status, body.errors[0].message]).toEqual([400, `filter: ${message}`])
})

test('only what gets through the filter is delivered, and the event says why not', async () => {
  await app.api.post(POLICIES, policy('releases', { tags: { include: ['v*'] } }))
  const push = (tag: string) => pushEvent({ repository: 'shop/web', tag })
  await app.postEnvelope(envelope([push('v1'), push('nightly')]))

  // The policy without a filter gets both.
  const paths = (await receiver.waitFor(3)).map(({ path }) => path)
  expect(paths.toSorted()).toEqual(['/cleared', '/cleared', '/releases'])
  const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')
  const { body: all } = await app.api.get(`${POLICIES}?page_size=0`)
  const { id } = all.find(({ name }: { name: string }) => name === 'releases')
  const releases = { policy_id: id, policy_name: 'releases', policy_project_name: 'shop' }
  const verdicts = body.items.map(({ tag, verdicts: of }: { tag: string; verdicts: object[] }) => [
    tag,
    of.find((one) => 'policy_id' in one && one.policy_id === id),
  ])
  expect(verdicts).toEqual([
    ['nightly', { ...releases, verdict: 'tag not matched' }],
    ['v1', { ...releases, verdict: 'deliver' }],
  ])
})
