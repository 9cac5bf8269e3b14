import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  app = await startTestApp()
  receiver = await startReceiver()
  const eventTypes = ['SCANNING_COMPLETED']
  await createPolicy(app.api, { project: 'shop', eventTypes, targets: [receiver.url()] })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const PATH = '/api/v2.0/projects/shop/scan-reports'
const DIGEST = `sha256:${'ab'.repeat(32)}`

/** As `trivy image --format json` writes it. */
const report = (facts: object = {}) => ({
  SchemaVersion: 2,
  CreatedAt: '2026-03-01T10:00:03.123456789Z',
  ArtifactName: 'registry.acme.test:5000/shop/web:1.4.2',
  ArtifactType: 'container_image',
  Metadata: {
    RepoTags: ['registry.acme.test:5000/shop/web:1.4.2'],
    RepoDigests: [`registry.acme.test:5000/shop/web@${DIGEST}`],
  },
  Results: [
    {
      Target: 'registry.acme.test:5000/shop/web:1.4.2 (debian 12.5)',
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2024-2',
          PkgName: 'zlib',
          InstalledVersion: '1.2',
          Severity: 'LOW',
          Title: 'zlib: something',
          References: ['https://example.com/2'],
        },
        {
          VulnerabilityID: 'CVE-2024-3094',
          PkgName: 'xz',
          InstalledVersion: '5.6.0',
          FixedVersion: '5.6.2',
          Severity: 'CRITICAL',
          Description: 'A back door.',
          PrimaryURL: 'https://example.com/1',
        },
      ],
    },
    { Target: 'app/package-lock.json', Class: 'lang-pkgs', Type: 'npm' },
  ],
  ...facts,
})

test('a report becomes SCANNING_COMPLETED, delivered with its summary', async () => {
  const answer = await app.api.post(`${PATH}?duration=9`, report())
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } })
  const [request] = await receiver.waitFor(1)
  const { type, operator, event_data } = JSON.parse(request!.body)
  expect({ type, operator }).toEqual({ type: 'SCANNING_COMPLETED', operator: 'admin' })
  const [resource] = event_data.resources
  expect(resource).toMatchObject({ digest: DIGEST, tag: '1.4.2' })
  const [overview] = Object.values(resource.scan_overview)
  expect(overview).toMatchObject({
    scan_status: 'Success',
    severity: 'Critical',
    duration: 9,
    summary: { total: 2, fixable: 1, summary: { Critical: 1, Low: 1 } },
    scanner: { name: 'Trivy', vendor: 'Aqua Security' },
  })
})

test('the worst findings stay with the event', () => {
  const [row] = app.rows(`select detail_json from event where type = 'SCANNING_COMPLETED'`)
  const { scan } = JSON.parse(String(row!['detail_json'])).detail
  expect(scan.findings).toEqual([
    {
      id: 'CVE-2024-3094',
      package: 'xz',
      version: '5.6.0',
      fixVersion: '5.6.2',
      severity: 'Critical',
      description: 'A back door.',
      links: ['https://example.com/1'],
    },
    expect.objectContaining({ id: 'CVE-2024-2', description: 'zlib: something', fixVersion: '' }),
  ])
})

test('the same report again is the same event', async () => {
  const answer = await app.api.post(`${PATH}?duration=9`, report())
  expect(answer.body).toMatchObject({ accepted: 0, repeated: 1 })
})

test('an image without findings has the severity None', async () => {
  const answer = await app.api.post(`${PATH}?tag=clean`, report({ Results: null }))
  expect(answer.body).toMatchObject({ accepted: 1 })
  const [row] = app.rows(`select detail_json from event where tag = 'clean'`)
  expect(JSON.parse(String(row!['detail_json'])).detail.scan.reports[0]).toMatchObject({ severity: 'None' })
})

test.each([
  ['that is none', {}, '', 400, /SchemaVersion must be 2/],
  ['of an archive', report({ ArtifactName: 'image.tar' }), '', 400, /not in the project shop/],
  ['of a path', report({ ArtifactName: '/tmp/Image' }), '', 400, /does not say which image/],
  ['of another project', report(), '?repository=other/web', 400, /other\/web is not in the project shop/],
  ['with findings that are none', report({ Results: [{ Vulnerabilities: 7 }] }), '', 400, /must be an array/],
  ['of an image without a name', report(), '?repository=Shop', 422, /repository/],
])('a report %s is refused', async (_, body, query, status, message) => {
  const answer = await app.api.post(`${PATH}${query}`, body)
  expect(answer.body.errors[0].message).toMatch(message)
  expect(answer.status).toBe(status)
})
