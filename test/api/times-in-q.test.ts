import { beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { waitUntil } from '../support/wait-until.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

/** A second in which all that the lists show was created. */
const NOW = Date.parse('2026-03-01T10:00:00.250Z')

let app: TestApp
/** Each list that has times, with the name of one. */
let lists: Readonly<Record<string, readonly [path: string, field: string]>>

beforeAll(async () => {
  const stack = new AsyncDisposableStack()
  app = stack.use(await startTestApp({ clock: { ...systemClock, now: () => NOW } }))
  const receiver = stack.use(await startReceiver())
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const email = 'ci@example.test'
  await app.api.post('/api/v2.0/users', { username: 'ci', realname: 'CI', email, password: 'Anchor-Chain-7' })
  const permissions = [{ kind: 'project', namespace: '*', access: [{ resource: 'project', action: 'read' }] }]
  await app.api.post('/api/v2.0/robots', { name: 'ci', level: 'system', duration: -1, permissions })
  await app.api.post(POLICIES, {
    name: 'ci',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url() }],
  })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))
  const [{ id }] = (await app.api.get(POLICIES)).body
  const executions = `${POLICIES}/${id}/executions`
  await waitUntil(async () => (await app.api.get(`${executions}?q=status=Success`)).body.length === 1, {
    what: 'the delivery has ended',
  })
  const [execution] = (await app.api.get(executions)).body
  lists = {
    projects: ['/api/v2.0/projects', 'creation_time'],
    policies: [POLICIES, 'creation_time'],
    executions: [executions, 'start_time'],
    tasks: [`${executions}/${execution.id}/tasks`, 'creation_time'],
    users: ['/api/v2.0/users', 'creation_time'],
    robots: ['/api/v2.0/robots', 'creation_time'],
    'audit logs': ['/api/v2.0/audit-logs', 'op_time'],
  }
  return () => stack.disposeAsync()
})

const LISTS = ['projects', 'policies', 'executions', 'tasks', 'users', 'robots', 'audit logs']

async function found(list: string, value: string): Promise<[number, boolean]> {
  const [path, field] = lists[list] ?? []
  // Encoded twice, as Harbor's console does: a plus sign is lost otherwise.
  const q = encodeURIComponent(encodeURIComponent(`${field}${value}`))
  const { status, body } = await app.api.get(`${path}?page_size=1&q=${q}`)
  return [status, body.length > 0]
}

const FORMS = [
  '=["2020-01-01 00:00:00"~"2100-01-01 00:00:00"]',
  "=['2020-01-01 00:00:00'~'2100-01-01 00:00:00']",
  '=[2020-01-01 00:00:00~2100-01-01 00:00:00]',
  '=[2020-01-01T00:00:00~2100-01-01T00:00:00]',
  '=[2020-01-01T00:00:00Z~2100-01-01T00:00:00Z]',
  '=[2020-01-01T00:00:00.000Z~2100-01-01T00:00:00.999999Z]',
  '=["2020-01-01"~"2100-01-01"]',
  '=[2020-01-01~]',
  '=[~2100-01-01 10:00]',
  '=~2026-03-01 10:00',
  '__gte=2026-03-01 10:00:00',
  '__lt=2026-03-02',
]

test.for(LISTS)('%s are found by their times in every form that Harbor reads', async (list) => {
  for (const form of FORMS) expect([form, ...(await found(list, form))]).toEqual([form, 200, true])
})

test.for(LISTS)('%s of other times are not found', async (list) => {
  for (const form of ['=["2020-01-01 00:00:00"~"2021-01-01 00:00:00"]', '=[2100-01-01~]', '=~2025-'])
    expect([form, ...(await found(list, form))]).toEqual([form, 200, false])
})

test('a time is exact to the millisecond, and its zone counts', async () => {
  const exact = ['2026-03-01T10:00:00.250Z', '2026-03-01 12:00:00.25+02', '2026-03-01T05:30:00.250-04:30']
  for (const time of exact)
    expect([time, ...(await found('projects', `=${time}`))]).toEqual([time, 200, true])
  expect(await found('projects', '=2026-03-01T10:00:00.251Z')).toEqual([200, false])
})

test.for(LISTS)('a text that is no time is 400 in a list of %s', async (list) => {
  for (const time of ['yesterday', '2026-13-01', '[2026-03-01~25:00]'])
    expect([time, (await found(list, `=${time}`))[0]]).toEqual([time, 400])
})
