import { beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type ScannerAdapter, startScannerAdapter } from '../support/services/scanner-adapter.ts'

const SCANNERS = '/api/v2.0/scanners'
const SHOP = '/api/v2.0/projects/shop'
/** Nothing listens there. */
const SILENT = 'http://127.0.0.1:1'

let app: TestApp
let adapter: ScannerAdapter
beforeAll(async () => {
  const stack = new AsyncDisposableStack()
  app = stack.use(await startTestApp())
  adapter = stack.use(await startScannerAdapter())
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  for (const name of ['trivy', 'grype', 'clair'])
    await app.api.post(SCANNERS, {
      name,
      url: name === 'trivy' ? adapter.url : `${SILENT}/${name}`,
      description: `by ${name}`,
      disabled: name === 'clair',
      use_internal_addr: true,
    })
  return () => stack.disposeAsync()
})

const found = async (search: string): Promise<[string[], string]> => {
  const { status, headers, body } = await app.api.get(`${SCANNERS}?${search}`)
  expect(status).toBe(200)
  return [body.map(({ name }: { name: string }) => name), String(headers['x-total-count'])]
}

test.for([
  ['', ['clair', 'grype', 'trivy'], '3'],
  ['page_size=1', ['clair'], '3'],
  ['page=2&page_size=2', ['trivy'], '3'],
  ['page_size=-1&sort=-name', ['trivy', 'grype', 'clair'], '3'],
  ['q=name=~r,disabled=false', ['grype', 'trivy'], '2'],
  ['q=is_default=true', ['trivy'], '1'],
  ['q=create_time=["2020-01-01 00:00:00"~]&sort=-create_time,name', null, '3'],
  ['name=ri', ['trivy'], '1'],
  ['ex_name=ri', [], '0'],
  ['ex_name=grype', ['grype'], '1'],
  ['description=clair', ['clair'], '1'],
  ['url=grype', ['grype'], '1'],
  [`ex_url=${SILENT}/clair`, ['clair'], '1'],
] as const)('scanners asked with %s are %j of %s', async ([search, names, total]) => {
  const [list, count] = await found(search)
  expect(count).toBe(total)
  if (names !== null) expect(list).toEqual(names)
})

test('a list of scanners links to its next page', async () => {
  const { headers } = await app.api.get(`${SCANNERS}?page_size=2`)
  expect(headers['link']).toBe(`<${SCANNERS}?page=2&page_size=2>; rel="next"`)
  expect((await app.api.get(`${SCANNERS}?page_size=101`)).status).toBe(422)
})

test('a scanner has every field that Harbor always shows, and no secret', async () => {
  const [scanner] = (await app.api.get(`${SCANNERS}?name=trivy`)).body
  expect(scanner).toMatchObject({
    access_credential: '',
    auth: '',
    description: 'by trivy',
    disabled: false,
    is_default: true,
    skip_certVerify: false,
    url: adapter.url,
    use_internal_addr: false,
  })
})

test('a scanner of another authentication does not keep the credential of the one before', async () => {
  const scanner = { name: 'changed', url: adapter.url }
  const { headers } = await app.api.post(SCANNERS, {
    ...scanner,
    auth: 'Basic',
    access_credential: 'bell:s3cret',
  })
  const place = String(headers['location'])
  const found = async () => (await app.api.get(place)).body

  const refused = await app.api.put(place, { ...scanner, auth: 'Bearer' })
  expect([refused.status, refused.body.errors[0].message]).toEqual([
    400,
    'access_credential is required for auth type Bearer',
  ])
  expect(await found()).toMatchObject({ auth: 'Basic', has_access_credential: true })

  expect((await app.api.put(place, { ...scanner, auth: 'Basic', description: 'new' })).status).toBe(200)
  expect(await found()).toMatchObject({ description: 'new', has_access_credential: true })

  expect((await app.api.put(place, { ...scanner, auth: '' })).status).toBe(200)
  expect(await found()).toMatchObject({ auth: '', has_access_credential: false })
  expect((await app.api.put(place, { ...scanner, auth: 'Basic' })).status).toBe(200)
  expect(await found()).toMatchObject({ auth: 'Basic', has_access_credential: false })
  await app.api.delete(place)
})

test('a deleted scanner is the answer', async () => {
  const { headers } = await app.api.post(SCANNERS, { name: 'gone', url: SILENT })
  const place = String(headers['location'])
  const before = (await app.api.get(place)).body
  const { status, body } = await app.api.delete(place)
  expect([status, body]).toEqual([200, before])
  expect((await app.api.delete(place)).status).toBe(404)
})

test('the metadata have what the adapter can do and says', async () => {
  const [{ uuid }] = (await app.api.get(`${SCANNERS}?name=trivy`)).body
  expect((await app.api.get(`${SCANNERS}/${uuid}/metadata`)).body).toEqual({
    scanner: { name: 'Double', vendor: 'Tests', version: '1.2.3' },
    capabilities: [
      {
        type: 'vulnerability',
        consumes_mime_types: ['application/vnd.oci.image.manifest.v1+json'],
        produces_mime_types: [
          'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0',
          'application/vnd.security.vulnerability.report; version=1.1',
        ],
      },
    ],
    properties: { 'harbor.scanner-adapter/scanner-type': 'os-package-vulnerability' },
    report_type: 'application/vnd.security.vulnerability.report; version=1.1',
  })
})

test('whatever an adapter says of itself, the metadata have their shape', async () => {
  const [{ uuid }] = (await app.api.get(`${SCANNERS}?name=trivy`)).body
  adapter.misbehave = ({ path }, response) => {
    if (path !== '/api/v1/metadata') return false
    const produces = ['application/vnd.security.vulnerability.report; version=1.1', 7]
    const odd = { scanner: 'x', capabilities: [null, { produces_mime_types: produces }], properties: [1] }
    response.end(JSON.stringify(odd))
    return true
  }
  const { status, body } = await app.api.get(`${SCANNERS}/${uuid}/metadata`)
  adapter.misbehave = () => false
  expect([status, body]).toMatchObject([
    200,
    { scanner: { name: '' }, properties: { 0: '' }, capabilities: [{ type: '' }, { type: '' }] },
  ])
})

test('a scanner can be asked before it is registered', async () => {
  const ping = (settings: object) => app.api.post(`${SCANNERS}/ping`, { name: 'new', ...settings })
  expect(await ping({ url: adapter.url })).toMatchObject({ status: 200, body: '' })
  expect(await ping({ url: adapter.url, auth: 'Bearer', access_credential: 'x' })).toMatchObject({
    status: 200,
  })
  expect(adapter.calls.at(-1)?.headers.authorization).toBe('Bearer x')
  const missing = await ping({ url: adapter.url, auth: 'Basic' })
  expect([missing.status, missing.body.errors[0].message]).toEqual([
    400,
    'access_credential is required for auth type Basic',
  ])
  expect((await ping({ url: 'ftp://scanner' })).status).toBe(400)
  const silent = await ping({ url: SILENT })
  expect([silent.status, silent.body.errors[0].message]).toEqual([
    412,
    expect.stringContaining('the scanner new does not serve'),
  ])
  expect((await app.api.post(`${SCANNERS}/ping`, { name: 'new' })).status).toBe(422)
})

test("a project's scanner says how it is, and is asked once a minute", async () => {
  const asked = (): number => adapter.calls.filter(({ path }) => path === '/api/v1/metadata').length
  const before = asked()
  for (let times = 0; times < 3; times += 1)
    expect((await app.api.get(`${SHOP}/scanner`)).body).toMatchObject({
      name: 'trivy',
      url: adapter.url,
      use_internal_addr: false,
      health: 'healthy',
      adapter: 'Double',
      vendor: 'Tests',
      version: '1.2.3',
      capabilities: { support_vulnerability: true, support_sbom: false },
    })
  expect(asked() - before).toBe(1)
  const [{ uuid }] = (await app.api.get(`${SCANNERS}?name=grype`)).body
  await app.api.put(`${SHOP}/scanner`, { uuid })
  const { body } = await app.api.get(`${SHOP}/scanner`)
  expect(body).toMatchObject({ name: 'grype', health: 'unhealthy' })
  expect(body).not.toHaveProperty('adapter')
})

test('the candidates of a project are whole, in pages', async () => {
  const { headers, body } = await app.api.get(`${SHOP}/scanner/candidates?page_size=2&sort=-name`)
  expect(headers['x-total-count']).toBe('3')
  expect(body).toMatchObject([
    { name: 'trivy', url: adapter.url, use_internal_addr: false },
    { name: 'grype', auth: '', skip_certVerify: false },
  ])
  expect(body[0]).not.toHaveProperty('registry_url')
})
