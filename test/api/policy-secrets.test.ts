import { expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { memberOf } from '../support/app/people.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

const SECRET = 'Anchor-Chain-42'

async function createPolicy(app: TestApp, targets: readonly object[]): Promise<string> {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { status, headers } = await app.api.post(POLICIES, policy(targets))
  expect(status).toBe(201)
  return String(headers['location'])
}

const policy = (targets: readonly object[]): object => ({
  name: 'ci',
  enabled: true,
  event_types: ['PUSH_ARTIFACT'],
  targets,
})

const push = (app: TestApp) =>
  app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]))

test('a secret is sent as the proposal has it, an auth_header verbatim', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  await createPolicy(app, [
    { type: 'http', address: receiver.url('/secret'), secret: SECRET },
    { type: 'http', address: receiver.url('/header'), auth_header: `Bearer  ${SECRET}` },
    { type: 'http', address: receiver.url('/none') },
  ])
  await push(app)
  const requests = await receiver.waitFor(3)
  const sent = Object.fromEntries(requests.map(({ path, headers }) => [path, headers.authorization]))
  expect(sent).toEqual({
    '/secret': `Secret ${SECRET}`,
    '/header': `Bearer  ${SECRET}`,
    '/none': undefined,
  })
})

test('user info in an address is sent as Basic, and no answer shows it', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const address = receiver.url('/basic')
  const place = await createPolicy(app, [
    { type: 'http', address: address.replace('http://', `http://bob:${SECRET}@`) },
  ])
  expect((await app.api.get(place)).body.targets).toEqual([
    { address, has_auth_header: true, id: 1, payload_format: 'Default', type: 'http' },
  ])
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect(request?.headers.authorization).toBe(`Basic ${Buffer.from(`bob:${SECRET}`).toString('base64')}`)
})

test('no answer, log line or stored row ever holds a secret in clear', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 204 }) })
  await using app = await startTestApp({ settings: { LOG_LEVEL: 'trace' } })
  const place = await createPolicy(app, [
    { type: 'http', address: receiver.url('/secret'), secret: SECRET },
    { type: 'http', address: receiver.url('/header'), auth_header: SECRET },
  ])
  await push(app)
  await receiver.waitFor(2)
  const ended = async () => (await app.api.get(`${place}/executions?q=`)).body
  const executions = await waitUntil(
    async () => {
      const all = await ended()
      return all.length === 2 && all.every(({ status }: { status: string }) => status === 'Success') && all
    },
    { what: 'both deliveries end' },
  )
  const answers = [await app.api.get(POLICIES), await app.api.get(place)]
  for (const { id } of executions) {
    answers.push(await app.api.get(`${place}/executions/${id}/tasks`))
    const log = await app.api.get(`${place}/executions/${id}/tasks/${id}/log`)
    expect(log.body).toContain('> authorization: [redacted]')
    answers.push(log)
  }
  const tables = [
    'policy',
    'target',
    'event',
    'payload',
    'delivery',
    'attempt',
    'exchange_base',
    'setting',
    'source',
    'user',
  ]
  const stored = tables.map((table) => app.rows(`select * from "${table}"`))
  expect(JSON.stringify([answers, executions, app.log, stored])).not.toContain(SECRET)
})

test.for([
  ['secret', `Secret ${SECRET}`],
  ['auth_header', SECRET],
] as const)('an update without the %s keeps it, and it is still sent', async ([field, sent]) => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const address = receiver.url('/hook')
  const place = await createPolicy(app, [{ type: 'http', address, [field]: SECRET }])
  const { body } = await app.api.get(place)
  expect((await app.api.put(place, body)).status).toBe(200)
  const moved = receiver.url('/elsewhere')
  const update = policy([{ type: 'http', address: moved, [field]: '' }])
  expect((await app.api.put(place, update)).status).toBe(200)
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect([request?.path, request?.headers.authorization]).toEqual(['/elsewhere', sent])
})

test('a new secret replaces the old one, and one way to log in the other', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const address = receiver.url()
  const place = await createPolicy(app, [{ type: 'http', address, secret: SECRET }])
  await app.api.put(place, policy([{ type: 'http', address, auth_header: 'Bearer new' }]))
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect(request?.headers.authorization).toBe('Bearer new')
})

test.for(['secret', 'auth_header'] as const)(
  'a target cannot move to another host and take its stored %s with it',
  async (field) => {
    await using app = await startTestApp()
    const address = 'https://hook.example.com/a'
    const place = await createPolicy(app, [{ type: 'http', address, [field]: SECRET }])
    const elsewhere = { type: 'http', address: 'https://evil.example.com/a' }
    const { status, body } = await app.api.put(place, policy([elsewhere]))
    expect([status, body.errors[0].code]).toEqual([400, 'BAD_REQUEST'])
    expect(body.errors[0].message).toContain('send it again to use it at https://evil.example.com/a')
    expect((await app.api.get(place)).body.targets).toMatchObject([{ address }])
    expect((await app.api.put(place, policy([{ ...elsewhere, [field]: SECRET }]))).status).toBe(200)
  },
)

test.for(['secret', 'auth_header'] as const)('a stored %s goes when a change names it', async (field) => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const target = { type: 'http', address: receiver.url() }
  const place = await createPolicy(app, [{ ...target, [field]: SECRET }])
  const update = policy([{ ...target, remove_secrets: [field] }])
  expect((await app.api.put(place, update)).status).toBe(200)
  expect((await app.api.get(place)).body.targets).toEqual([{ ...target, id: 1, payload_format: 'Default' }])
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect(request?.headers).not.toHaveProperty('authorization')
})

test('a stored secret among the options goes when a change names it, and a path of none is refused', async () => {
  await using app = await startTestApp()
  const proxy = { url: 'http://proxy.test:3128', username: 'bell' }
  const target = { type: 'http', address: 'http://a.test' }
  const place = await createPolicy(app, [{ ...target, options: { proxy: { ...proxy, password: SECRET } } }])
  const removing = (path: string) => policy([{ ...target, options: { proxy }, remove_secrets: [path] }])
  const refused = await app.api.put(place, removing('options.proxy.url'))
  expect([refused.status, refused.body.errors[0].message]).toEqual([
    400,
    expect.stringContaining('remove_secrets: there is no secret proxy.url; there are: basic.password, '),
  ])
  const stored = async () => (await app.api.get(place)).body.targets[0].options.proxy
  expect(await stored()).toEqual({ ...proxy, password: '' })
  expect((await app.api.put(place, removing('options.proxy.password'))).status).toBe(200)
  expect(await stored()).toEqual(proxy)
})

test('where auth_header can be read, an empty one removes it, and an absent one keeps it', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { AUTH_HEADER_READABLE: 'true' } })
  const target = { type: 'http', address: receiver.url() }
  const place = await createPolicy(app, [{ ...target, auth_header: SECRET }])
  expect((await app.api.put(place, policy([target]))).status).toBe(200)
  expect((await app.api.get(place)).body.targets[0].auth_header).toBe(SECRET)
  expect((await app.api.put(place, policy([{ ...target, auth_header: '' }]))).status).toBe(200)
  const [bare] = (await app.api.get(place)).body.targets
  expect(bare).not.toHaveProperty('auth_header')
  expect(bare).not.toHaveProperty('has_auth_header')
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect(request?.headers).not.toHaveProperty('authorization')
})

test('an empty auth_header removes it also where the target moves to another host, and leaves a secret alone', async () => {
  await using app = await startTestApp({ settings: { AUTH_HEADER_READABLE: 'true' } })
  const place = await createPolicy(app, [{ type: 'http', address: 'http://a.test', auth_header: SECRET }])
  const moved = { type: 'http', address: 'http://b.test', auth_header: '' }
  expect((await app.api.put(place, policy([moved]))).status).toBe(200)
  expect(
    (await app.api.put(place, policy([{ ...moved, auth_header: undefined, secret: SECRET }]))).status,
  ).toBe(200)
  expect((await app.api.put(place, policy([moved]))).status).toBe(200)
  expect((await app.api.get(place)).body.targets).toMatchObject([{ has_secret: true }])
})

test.for(['false', 'true'])(
  'where auth_header cannot be read, an empty one keeps it (AUTH_HEADER_READABLE=%s)',
  async (readable) => {
    await using app = await startTestApp({ settings: { AUTH_HEADER_READABLE: readable } })
    const target = { type: 'http', address: 'http://a.test' }
    const place = await createPolicy(app, [{ ...target, auth_header: SECRET }])
    const empty = policy([{ ...target, auth_header: '' }])
    // The API of 1.10 never shows it.
    const path = readable === 'true' ? '/api/projects/1/webhook/policies/1' : place
    expect((await app.api.put(path, empty)).status).toBe(200)
    expect((await app.api.get(place)).body.targets).toMatchObject([{ has_auth_header: true }])
  },
)

test('one setting shows auth_header to those who may edit the policy, and to nobody else', async () => {
  await using app = await startTestApp({ settings: { AUTH_HEADER_READABLE: 'true' } })
  const place = await createPolicy(app, [
    { type: 'http', address: 'http://a.test', auth_header: `Bearer ${SECRET}` },
    { type: 'http', address: 'http://b.test', secret: SECRET },
  ])
  const [header, secret] = (await app.api.get(place)).body.targets
  expect(header.auth_header).toBe(`Bearer ${SECRET}`)
  expect(secret).toEqual({
    address: 'http://b.test',
    has_secret: true,
    id: 2,
    payload_format: 'Default',
    type: 'http',
  })
  const maintainer = await memberOf(app, 'shop', 'maintainer')
  const seen = await maintainer.get(place)
  expect(seen.status).toBe(200)
  expect(JSON.stringify(seen.body)).not.toContain(SECRET)
})
