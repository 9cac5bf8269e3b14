import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { CHATS, chatTarget } from '../support/receivers/chats/chats.ts'
import { CLOUDS } from '../support/receivers/clouds/clouds.ts'
import { startProxy } from '../support/receivers/proxy.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { SERVICES, serviceTarget } from '../support/receivers/services.ts'

let app: TestApp
let allowing: TestApp
/** Stands for what only this machine may reach: a database, a metadata service, the socket of another program. */
let inside: Receiver

beforeAll(async () => {
  inside = await startReceiver()
  // A server that others can reach may not be used to reach this machine.
  app = await startTestApp({ settings: { HOST: '0.0.0.0', WEBHOOK_MAX_RETRY: '0' } })
  allowing = await startTestApp({ settings: { HOST: '0.0.0.0', TARGET_ALLOW: '127.0.0.1' } })
  for (const { api } of [app, allowing]) await api.post('/api/v2.0/projects', { project_name: 'shop' })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await allowing[Symbol.asyncDispose]()
  await inside[Symbol.asyncDispose]()
})

/** The host 127.0.0.1, as URLs, resolvers and IPv6 can spell it. */
const SPELLINGS = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1%2e',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '0.0.0.0',
  '0',
  'localhost',
  'LOCALHOST.',
  'ｌocalhost',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[::1%25lo]',
  '[::1%lo]',
  'good.example@127.0.0.1',
  'good.example%00@127.0.0.1',
  '127.0.0.1#@good.example',
  '127.0.0.1\\@good.example',
]

/** Of a receiver that is never reached. */
const target = (more: object): object => ({ target: { type: 'http', address: 'http://10.0.0.0/', ...more } })
const testTarget = ({ api }: TestApp, body: object) =>
  api.post('/api/v2.0/projects/shop/webhook/targets/test', body)
const chat =
  (type: string): Dial =>
  (app, address) =>
    testTarget(app, { target: chatTarget(type, address) })
const service =
  (type: string): Dial =>
  (app, address) =>
    testTarget(app, { target: serviceTarget(type, address), event_type: 'SCANNING_COMPLETED' })
/** Some clouds have a URL as address, others a name, and the URL as an option. */
const cloud =
  (type: string): Dial =>
  (app, address) =>
    testTarget(app, { target: { type, ...CLOUDS[type]!.target(address.replace(/\/$/, '')) } })
const placeOf = (type: string): string =>
  'endpoint' in CLOUDS[type]!.target('http://10.0.0.0').options ? 'endpoint' : 'address'

/** Has an app connect to an address; the port is that of the address, for those that take it apart. */
type Dial = (app: TestApp, address: string, port: string) => Promise<unknown>

/** By what is named there: every place where a caller of the API says where Bellbuoy is to connect to. */
const PLACES: Readonly<Record<string, Dial>> = {
  'address of an http target': (app, address) => testTarget(app, target({ address })),
  ...Object.fromEntries(Object.keys(CHATS).map((type) => [`address of a ${type} target`, chat(type)])),
  ...Object.fromEntries(Object.keys(SERVICES).map((type) => [`address of a ${type} target`, service(type)])),
  ...Object.fromEntries(
    Object.keys(CLOUDS).map((type) => [`${placeOf(type)} of a ${type} target`, cloud(type)]),
  ),
  'token_url of an http target': (app, token_url) =>
    testTarget(app, target({ options: { oauth2: { token_url, client_id: 'x', client_secret: 'x' } } })),
  'proxy.url of an http target': (app, url) => testTarget(app, target({ options: { proxy: { url } } })),
  'smtp.host of an email target': (app, address, port) => {
    const host = address.replace(/^http:\/\//, '').replace(/:\d+\/.*$/, '')
    const smtp = { host, port: Number(port), security: 'none' }
    const options = { smtp, from: 'bell@acme.test', timeout_seconds: 2 }
    return testTarget(app, { target: { type: 'email', address: 'ops@acme.test', options } })
  },
  'url of a scanner': (app, url) => app.api.post('/api/v2.0/scanners/ping', { name: 'odd', url }),
  'registry_url of a source': async (app, registry_url) => {
    const name = `odd${sources++}`
    const { status, body } = await app.api.post('/api/v2.0/sources', {
      name,
      kind: 'distribution',
      settings: { registry_url },
    })
    if (status !== 201) return
    const before = unreads(app)
    const digest = `sha256:${'ab'.repeat(32)}`
    const event = {
      id: name,
      action: 'push',
      timestamp: new Date().toISOString(),
      target: { repository: `shop/${name}`, digest, mediaType: 'application/vnd.oci.image.index.v1+json' },
    }
    const authorization = `Bearer ${String(body.token)}`
    const headers = { authorization, 'content-type': 'application/vnd.docker.distribution.events.v2+json' }
    await app.anonymous.post(`/service/notifications/${name}`, { events: [event] }, headers)
    await expect.poll(() => unreads(app), { timeout: 10_000 }).toBeGreaterThan(before)
  },
}

let sources = 0
const unreads = (app: TestApp): number =>
  app.log.filter(({ msg }) => String(msg).includes('could not read from the registry')).length

/** Those that Bellbuoy only passes on: to a scanner, which asks the registry, and in payloads. */
const ONLY_TOLD = ['registry_url of a scanner', 'registry_host of a source']

test.each(Object.entries(PLACES))(
  'the %s leads to nothing inside, however it is spelled',
  async (_, dial) => {
    const { port } = new URL(inside.url())
    for (const host of SPELLINGS) await dial(app, `http://${host}:${port}/`, port).catch(() => null)
    expect(inside.connections).toBe(0)
  },
  120_000,
)

test.each(Object.entries(PLACES))('the %s leads there where a setting allows it', async (_, dial) => {
  await using receiver = await startReceiver()
  const { port } = new URL(receiver.url())
  await dial(allowing, receiver.url(), port)
  expect(receiver.connections).toBeGreaterThan(0)
})

test('the list of these places is whole', async () => {
  const { body } = await app.api.get('/api/v2.0/target-kinds')
  const found = new Set<string>()
  for (const { schema } of EVERY_CALL) for (const name of dialledIn(schema.body)) found.add(name)
  for (const kind of body) for (const name of dialledIn(kind.options_schema)) found.add(name)
  const { body: kinds } = await app.api.get('/api/v2.0/source-kinds')
  for (const kind of kinds) for (const name of dialledIn(kind.settings_schema)) found.add(name)
  const known = [...Object.keys(PLACES), ...ONLY_TOLD].map((place) => place.split(' of ', 1)[0] ?? '')
  expect([...found].toSorted()).toEqual([...new Set(known)].toSorted())
})

/** Fields of a JSON Schema whose name says that they are a place in a network. */
function dialledIn(schema: unknown, within = ''): readonly string[] {
  if (schema === null || typeof schema !== 'object') return []
  const {
    properties = {},
    items,
    anyOf = [],
  } = schema as {
    readonly properties?: Readonly<Record<string, { readonly type?: string }>>
    readonly items?: unknown
    readonly anyOf?: readonly unknown[]
  }
  const own = Object.entries(properties).flatMap(([name, field]) => {
    if (field.type !== 'string') return dialledIn(field, name)
    if (!/(?:url|address|host|server|endpoint)$/i.test(name)) return []
    return [within === 'proxy' || within === 'smtp' ? `${within}.${name}` : name]
  })
  return [...own, ...dialledIn(items), ...anyOf.flatMap((one) => dialledIn(one))]
}

test('a proxy in the environment of the process gets to see nothing', async () => {
  await using proxy = await startProxy()
  await using receiver = await startReceiver()
  const url = proxy.url
  await using bellbuoy = await startBellbuoy({
    env: { HTTP_PROXY: url, http_proxy: url, HTTPS_PROXY: url, ALL_PROXY: url, NODE_USE_ENV_PROXY: '1' },
    startLimitMs: 120_000,
  })
  await createPolicy(bellbuoy.api, { targets: [receiver.url()] })
  await push(bellbuoy)
  await receiver.waitFor(1)
  expect(proxy.asked).toEqual([])
}, 180_000)
