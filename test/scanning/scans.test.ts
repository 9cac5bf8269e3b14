import { beforeAll, beforeEach, expect, test } from 'vitest'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import {
  type ScannerAdapter,
  scannerReport,
  startScannerAdapter,
} from '../support/services/scanner-adapter.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

let adapter: ScannerAdapter
let receiver: Receiver
let app: TestApp
beforeAll(async () => {
  await using stack = new AsyncDisposableStack()
  adapter = stack.use(await startScannerAdapter())
  receiver = stack.use(await startReceiver())
  app = stack.use(await startTestApp())
  const eventTypes = ['SCANNING_COMPLETED', 'SCANNING_FAILED', 'SCANNING_STOPPED']
  await createPolicy(app.api, { project: 'shop', eventTypes, targets: [receiver.url()] })
  const registered = await app.api.post('/api/v2.0/scanners', {
    name: 'double',
    url: adapter.url,
    auth: 'Bearer',
    access_credential: 'adapter-sécret',
    registry_url: 'https://registry.acme.test',
    registry_authorization: 'Basic pull-secret',
  })
  expect(registered.status).toBe(201)
  const owned = stack.move()
  return () => owned.disposeAsync()
})

let before = 0
beforeEach(() => {
  before = receiver.requests.length
  adapter.notReadyTimes = 0
  adapter.misbehave = () => false
  adapter.report = scannerReport
})

const scanPath = (reference: string) => `/api/v2.0/projects/shop/repositories/web/artifacts/${reference}/scan`
async function scan(reference = randomDigest()): Promise<string> {
  expect((await app.api.post(scanPath(reference))).status).toBe(202)
  return reference
}
async function webhook() {
  const requests = await receiver.waitFor(before + 1, 20_000)
  return JSON.parse(requests[before]!.body)
}
/** Why the scan of an image failed, by the API. */
async function errorOf(digest: string): Promise<string> {
  const { body } = await app.api.get('/api/v2.0/projects/shop/scans')
  return body.find((one: { digest: string }) => one.digest === digest).error
}

test('a scan on request ends in SCANNING_COMPLETED with the summary of the report', async () => {
  adapter.notReadyTimes = 1
  const digest = await scan()
  const { type, operator, event_data } = await webhook()
  expect({ type, operator }).toEqual({ type: 'SCANNING_COMPLETED', operator: 'admin' })
  expect(event_data.resources[0].digest).toBe(digest)
  const [overview] = Object.values(event_data.resources[0].scan_overview)
  expect(overview).toMatchObject({
    scan_status: 'Success',
    severity: 'Critical',
    complete_percent: 100,
    summary: { total: 2, fixable: 1, summary: { Critical: 1, Low: 1 } },
    scanner: { name: 'Double', vendor: 'Tests', version: '1.2.3' },
  })
  const [request] = adapter.calls.filter(({ path }) => path === '/api/v1/scan')
  expect(request).toMatchObject({
    // Node reads header values byte by byte; what goes out is UTF-8.
    headers: { authorization: Buffer.from('Bearer adapter-sécret').toString('latin1') },
    body: {
      registry: { url: 'https://registry.acme.test', authorization: 'Basic pull-secret' },
      artifact: { repository: 'shop/web', digest },
    },
  })
  const [report] = adapter.calls.filter(({ path }) => path.endsWith('/report'))
  expect(report!.headers.accept).toBe('application/vnd.security.vulnerability.report; version=1.1')
})

test('a push to a project that says auto_scan is scanned, once however often it is told', async () => {
  await app.api.put('/api/v2.0/projects/shop', { metadata: { auto_scan: 'true' } })
  const push = pushEvent({ repository: 'shop/web', tag: 'auto', user: 'ci' })
  await app.postEnvelope(envelope([push]))
  await app.postEnvelope(envelope([push]))
  const { type, operator, event_data } = await webhook()
  expect({ type, operator }).toEqual({ type: 'SCANNING_COMPLETED', operator: 'ci' })
  expect(event_data.resources[0]).toMatchObject({ tag: 'auto', digest: push.target.digest })
  await app.api.put('/api/v2.0/projects/shop', { metadata: { auto_scan: 'false' } })
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'not' })]))
  const { body } = await app.api.get('/api/v2.0/projects/shop/scans')
  expect(body.filter(({ trigger }: { trigger: string }) => trigger === 'push')).toHaveLength(1)
})

test('an index that is pushed to such a project is scanned once, and its parts are not', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'multi', metadata: { auto_scan: 'true' } })
  const repository = 'multi/web'
  const parts = [randomDigest(), randomDigest()]
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const index = pushEvent({ repository, tag: 'v1', mediaType, user: 'ci' })
  for (const digest of parts)
    await app.postEnvelope(envelope([pushEvent({ repository, digest, user: 'ci' })]))
  await app.postEnvelope(envelope([index]))
  const items = async () => {
    const { body } = await app.api.get('/api/v2.0/projects/multi/webhook/received-events')
    return body.items as { type: string; held_until?: string }[]
  }
  const isDone = async () => {
    const all = await items()
    const isSettled = all.every(({ held_until }) => held_until === undefined)
    return isSettled && all.some(({ type }) => type === 'SCANNING_COMPLETED')
  }
  await waitUntil(isDone, { what: 'the parts are settled and a scan has ended', timeoutMs: 20_000 })
  const { body } = await app.api.get('/api/v2.0/projects/multi/scans')
  expect(body.map(({ digest }: { digest: string }) => digest)).toEqual([index.target.digest])
})

test('a tag is scanned by the digest of its last push', async () => {
  const push = pushEvent({ repository: 'shop/web', tag: 'v9' })
  await app.postEnvelope(envelope([push]))
  await scan('v9')
  expect((await webhook()).event_data.resources[0]).toMatchObject({ tag: 'v9', digest: push.target.digest })
  const unknown = await app.api.post(scanPath('nobody-pushed-it'))
  expect(unknown).toMatchObject({ status: 404 })
})

// Harbor names what can be pulled: the tag where there is one, and its host in any case.
test('a scan by digest names the tag that points there, or else the digest, with the host', async () => {
  const tagged = pushEvent({ repository: 'shop/web', tag: 'v10' })
  const again = pushEvent({ repository: 'shop/web', tag: 'v11', digest: tagged.target.digest! })
  await app.postEnvelope(envelope([tagged, again]))
  await scan(tagged.target.digest)
  const host = tagged.request.host
  expect((await webhook()).event_data.resources[0]).toMatchObject({
    tag: 'v11',
    resource_url: `${host}/shop/web:v11`,
  })
  before = receiver.requests.length
  const digest = await scan()
  const [resource] = (await webhook()).event_data.resources
  expect(resource).toMatchObject({ digest, resource_url: `${host}/shop/web@${digest}` })
  expect(resource.tag).toBeUndefined()
})

const respond =
  (path: RegExp, status: number, body: string): ScannerAdapter['misbehave'] =>
  (call, response) => {
    if (!path.test(call.path)) return false
    response.writeHead(status).end(body)
    return true
  }

test.each<[string, Partial<ScannerAdapter>, RegExp]>([
  [
    'refuses the image',
    { misbehave: respond(/scan$/, 422, '{"error":{"message":"no such image"}}') },
    /422 for the scan: .*no such image/,
  ],
  ['cannot do it', { misbehave: respond(/scan$/, 501, '') }, /501 for the scan/],
  ['gives no id', { misbehave: respond(/scan$/, 202, '{}') }, /no id for the scan/],
  ['answers no JSON', { misbehave: respond(/report$/, 200, '<html>') }, /not JSON: <html>/],
  ['has lost the scan', { misbehave: respond(/report$/, 404, '') }, /404 for the report/],
  [
    'makes other reports',
    { misbehave: respond(/metadata$/, 200, '{"capabilities":[{"produces_mime_types":["x"]}]}') },
    /no vulnerability report/,
  ],
  [
    'reports another image',
    { report: () => scannerReport(`sha256:${'00'.repeat(32)}`) },
    /artifact.digest is sha256:0000/,
  ],
  ['reports nonsense', { report: () => ({ vulnerabilities: 'many' }) }, /vulnerabilities must be an array/],
  ['reports nothing', { report: () => ({}) }, /vulnerabilities missing/],
  ['never stops talking', { report: () => 'x'.repeat(34_000_000) }, /more than 32 MiB/],
])('a scanner that %s ends in SCANNING_FAILED with the reason', async (_, fault, reason) => {
  Object.assign(adapter, fault)
  const digest = await scan()
  const { type, event_data } = await webhook()
  expect(type).toBe('SCANNING_FAILED')
  const [overview] = Object.values(event_data.resources[0].scan_overview)
  expect(overview).toMatchObject({ scan_status: 'Error', summary: null })
  expect(await errorOf(digest)).toMatch(reason)
})

test('a scanner that breaks off and then serves is asked again', async () => {
  let times = 0
  adapter.misbehave = (call, response) => {
    if (!call.path.endsWith('/report') || ++times > 2) return false
    if (times === 1) response.destroy()
    else response.writeHead(503).end()
    return true
  }
  await scan()
  expect((await webhook()).type).toBe('SCANNING_COMPLETED')
}, 30_000)

test('a scan that is to make an SBOM is refused, and one for vulnerabilities begins', async () => {
  const path = scanPath(randomDigest())
  for (const place of [path, `${path}/stop`])
    expect((await app.api.post(place, { scan_type: 'sbom' })).status).toBe(400)
  expect((await app.api.post(path, { scan_type: 'vulnerability' })).status).toBe(202)
  expect(await webhook()).toMatchObject({ type: 'SCANNING_COMPLETED' })
})

test('a stopped scan ends in SCANNING_STOPPED, and its report counts no more', async () => {
  adapter.notReadyTimes = 1000
  const calls = adapter.calls.length
  const digest = await scan()
  await waitUntil(() => adapter.calls.slice(calls).some(({ path }) => path.endsWith('/report')), {
    what: 'the scan is under way',
  })
  expect((await app.api.post(`${scanPath(digest)}/stop`)).status).toBe(202)
  expect((await webhook()).type).toBe('SCANNING_STOPPED')
  adapter.notReadyTimes = 0
  expect((await app.api.post(`${scanPath(digest)}/stop`)).status, 'once more').toBe(202)
})

test('a scan that is stopped at once does not begin, or ends all the same', async () => {
  adapter.notReadyTimes = 1000
  const digest = await scan()
  expect((await app.api.post(`${scanPath(digest)}/stop`)).status).toBe(202)
  expect((await webhook()).type).toBe('SCANNING_STOPPED')
})

test('secrets are never given back', async () => {
  const { body } = await app.api.get('/api/v2.0/scanners')
  expect(body).toMatchObject([{ name: 'double', is_default: true, has_access_credential: true }])
  expect(JSON.stringify([body, app.log])).not.toMatch(/adapter-secret|pull-secret/)
  expect(app.rows('select credential from scanner')[0]!['credential']).not.toContain('adapter-sécret')
})

test('the metadata of a scanner is asked for, and a fault is told', async () => {
  const { body } = await app.api.get('/api/v2.0/scanners')
  const path = `/api/v2.0/scanners/${body[0].uuid}/metadata`
  expect(await app.api.get(path)).toMatchObject({ status: 200, body: { scanner: { name: 'Double' } } })
  adapter.misbehave = respond(/metadata$/, 500, 'broken')
  expect(await app.api.get(path)).toMatchObject({ status: 412 })
})

test('a scanner at an address that is refused is not called', async () => {
  const { headers } = await app.api.post('/api/v2.0/scanners', {
    name: 'metadata',
    url: 'http://169.254.169.254',
  })
  const answer = await app.api.get(`${headers['location'] as string}/metadata`)
  expect(answer.status).toBe(412)
  expect(answer.body.errors[0].message).toContain('link-local')
})

test('stored secrets do not follow a scanner to another host', async () => {
  const { body } = await app.api.get('/api/v2.0/scanners')
  const { uuid, name } = body.find((one: { is_default: boolean }) => one.is_default)
  const path = `/api/v2.0/scanners/${uuid}`
  const moved = await app.api.put(path, { name, url: 'http://elsewhere.test', auth: 'Bearer' })
  expect(moved).toMatchObject({ status: 400 })
  expect(moved.body.errors[0].message).toContain('send it again')
})
