import { afterAll, beforeAll, expect, test } from 'vitest'
import { PAYLOAD_FORMATS } from '../../src/payloads/payload-formats.ts'
import { postEnvelope } from '../support/app/api-client.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'

const SOURCES = '/api/v2.0/sources'
const FORGED = 'evil.example.com'
/** The formats that need no template of the user. */
const FORMATS = PAYLOAD_FORMATS.map(({ name }) => name).filter((name) => name !== 'Template')

let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  app = await startTestApp({ settings: { REGISTRY_HOST: 'default.example.com:5000', SETTLE_MS: '0' } })
  await createPolicy(app.api, {
    project: 'shop',
    targets: FORMATS.map((format) => ({ address: receiver.url(`/${format}`), payload_format: format })),
  })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

async function source(name: string, kind: string, settings: object = {}) {
  const { status, body } = await app.api.post(SOURCES, { name, kind, settings })
  expect(status).toBe(201)
  return { ...body, path: `${SOURCES}/${body.id}` } as { path: string; token: string; registry_host: object }
}

/** One push to Distribution, whose client sent this host. */
function pushFrom(host: string, repository = 'shop/web') {
  const push = pushEvent({ repository, tag: '1.4.2', digest: randomDigest() })
  return envelope([{ ...push, request: { ...push.request, host } }])
}

/** A push as zot's HTTP sink sends it. */
async function zotPush(name: string, token: string, repository: string) {
  const headers = {
    authorization: `Bearer ${token}`,
    'ce-specversion': '1.0',
    'ce-id': randomDigest(),
    'ce-source': 'zotregistry.dev',
    'ce-type': 'zotregistry.image.updated',
  }
  const data = { name: repository, reference: 'v1', digest: randomDigest() }
  const answer = await app.anonymous.post(`/service/notifications/${name}`, data, headers)
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } })
}

/** The bodies of the webhooks that `act` causes, one for each format. */
async function bodiesOf(act: () => Promise<unknown>): Promise<Readonly<Record<string, string>>> {
  const before = receiver.requests.length
  await act()
  const requests = await receiver.waitFor(before + FORMATS.length)
  return Object.fromEntries(requests.slice(before).map(({ path, body }) => [path.slice(1), body]))
}

const resourceUrl = (bodies: Readonly<Record<string, string>>): string =>
  JSON.parse(bodies['Default']!).event_data.resources[0].resource_url

test('with registry_host, no host of a notification reaches a payload of any format: clients forge it', async () => {
  const { token } = await source('set', 'distribution', { registry_host: 'registry.example.com' })
  const bodies = await bodiesOf(() => postEnvelope(app.url, token, pushFrom(FORGED), { source: 'set' }))

  expect(Object.keys(bodies).toSorted()).toEqual(FORMATS.toSorted())
  expect(JSON.stringify(bodies)).not.toContain(FORGED)
  expect(resourceUrl(bodies)).toBe('registry.example.com/shop/web:1.4.2')
})

test('the environment sets the host of the source default, and its own setting wins', async () => {
  const post = () => app.postEnvelope(pushFrom(FORGED))
  expect(resourceUrl(await bodiesOf(post))).toBe('default.example.com:5000/shop/web:1.4.2')

  const { body } = await app.api.get(SOURCES)
  const { id } = body.find(({ name }: { name: string }) => name === 'default')
  await app.api.put(`${SOURCES}/${id}`, { settings: { registry_host: 'own.example.com' } })
  expect(resourceUrl(await bodiesOf(post))).toBe('own.example.com/shop/web:1.4.2')
})

test('a push to zot names the host that others pull from, so that Keel, Kargo, Image Updater and Flux know the image', async () => {
  const { token } = await source('zot', 'zot', { registry_host: 'zot.example.com:5000' })
  const bodies = await bodiesOf(() => zotPush('zot', token, 'shop/web'))
  expect(resourceUrl(bodies)).toBe('zot.example.com:5000/shop/web:v1')
  expect(JSON.parse(bodies['Bellbuoy']!).artifact.pull_by_tag).toBe('zot.example.com:5000/shop/web:v1')
})

test('an event of a generic source may name a host only while its source has no setting', async () => {
  const push = (id: string) => ({
    specversion: '1.0',
    id,
    source: '/ci',
    type: 'PUSH_ARTIFACT',
    data: { repository: 'shop/web', tag: '7', registry_host: 'told.example.com' },
  })
  const { token, path } = await source('ci', 'generic')
  const headers = { authorization: `Bearer ${token}` }
  const post = (id: string) => app.anonymous.post('/service/notifications/ci', push(id), headers)
  expect(resourceUrl(await bodiesOf(() => post('1')))).toBe('told.example.com/shop/web:7')

  await app.api.put(path, { settings: { registry_host: 'set.example.com' } })
  expect(resourceUrl(await bodiesOf(() => post('2')))).toBe('set.example.com/shop/web:7')
})

test('without any host a reference has no slash before it, and answers and page say what is missing', async () => {
  const { token, path, registry_host } = await source('bare', 'zot')
  const missing = {
    value: null,
    origin: 'nowhere',
    reported: [],
    advice: expect.stringContaining('cannot be pulled'),
  }
  expect(registry_host).toEqual(missing)

  const bodies = await bodiesOf(() => zotPush('bare', token, 'shop/web'))
  expect(resourceUrl(bodies)).toBe('shop/web:v1')
  expect(JSON.parse(bodies['Proposal']!).event_data[0].resource_url).toBe('shop/web:v1')
  expect(JSON.parse(bodies['Guide']!).events[0].resource_url).toBe('shop/web:v1')
  await zotPush('bare', token, 'quiet/web')
  expect((await app.api.get(path)).body.registry_host).toEqual(missing)
  expect(
    app.log.filter((line) => line['source'] === 'bare' && String(line['msg']).includes('registry_host')),
  ).toHaveLength(1)
})

test('without the setting, each new host is on the page and once in the log, up to a bound', async () => {
  const { token, path } = await source('open', 'distribution')
  expect((await app.api.get(path)).body.registry_host).toMatchObject({
    origin: 'notifications',
    reported: [],
  })
  const post = (host: string) => postEnvelope(app.url, token, pushFrom(host, 'quiet/web'), { source: 'open' })
  await post('registry.example.com')
  await post('registry.example.com')
  await post(FORGED)

  const { body } = await app.api.get(path)
  expect(body.registry_host).toMatchObject({
    value: null,
    origin: 'notifications',
    reported: [{ host: 'registry.example.com' }, { host: FORGED }],
    advice: expect.stringContaining('forge'),
  })
  for (let number = 0; number < 40; number++) await post(`host-${number}.example.com`)
  expect((await app.api.get(path)).body.registry_host.reported).toHaveLength(20)
  const lines = app.log.filter((line) => line['source'] === 'open')
  expect(lines.filter(({ host }) => host === 'registry.example.com')).toHaveLength(1)
  // 20 hosts, and one line that says that there are more.
  expect(lines).toHaveLength(21)
})

test('a text that is no host reaches no payload', async () => {
  const { token } = await source('odd', 'distribution')
  const post = () =>
    postEnvelope(app.url, token, pushFrom('evil.example.com/shop/other:1#'), { source: 'odd' })
  const bodies = await bodiesOf(post)
  expect(JSON.stringify(bodies)).not.toContain('evil')
  expect(resourceUrl(bodies)).toBe('shop/web:1.4.2')
})

test('every kind has the setting and refuses what is no host', async () => {
  const { body: kinds } = await app.api.get('/api/v2.0/source-kinds')
  for (const { kind, settings_schema } of kinds) {
    expect(settings_schema.properties.registry_host.type, kind).toBe('string')
    const settings = { registry_host: 'https://registry.example.com/shop' }
    const { status, body } = await app.api.post(SOURCES, { name: `wrong-${kind}`, kind, settings })
    expect(status, kind).toBe(400)
    expect(body.errors[0].message).toContain('must be a host, or host:port')
  }
  const reporting = kinds.filter(({ reports_host }: { reports_host: boolean }) => reports_host)
  expect(reporting.map(({ kind }: { kind: string }) => kind)).toEqual(['distribution', 'harbor'])
})
