import { afterAll, beforeAll, expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
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
  const [event] = storedEvents(app, "e.type = 'SCANNING_COMPLETED'")
  const scan = event!.detail.scan!
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

/** As `trivy image --scanners vuln,misconfig,secret,license` writes them (`pkg/types`). */
const MIXED = [
  {
    Target: '/app/.env',
    Class: 'secret',
    Secrets: [
      {
        RuleID: 'aws-access-key-id',
        Category: 'AWS',
        Severity: 'CRITICAL',
        Title: 'AWS Access Key ID',
        StartLine: 1,
        EndLine: 1,
        Match: 'AWS_ACCESS_KEY_ID=********************',
        Code: { Lines: [{ Number: 1, Content: 'AWS_ACCESS_KEY_ID=********************' }] },
      },
    ],
  },
  {
    Target: 'Dockerfile',
    Class: 'config',
    Type: 'dockerfile',
    MisconfSummary: { Successes: 1, Failures: 1 },
    Misconfigurations: [
      { Type: 'Dockerfile Security Check', ID: 'DS002', Severity: 'HIGH', Status: 'PASS' },
      {
        Type: 'Dockerfile Security Check',
        ID: 'DS026',
        Title: 'No HEALTHCHECK defined',
        Message: 'Add HEALTHCHECK instruction in your Dockerfile',
        Severity: 'LOW',
        PrimaryURL: 'https://avd.aquasec.com/misconfig/ds026',
        Status: 'FAIL',
      },
    ],
  },
  {
    Target: 'OS Packages',
    Class: 'license',
    Licenses: [{ Severity: 'HIGH', Category: 'restricted', PkgName: 'bash', FilePath: '', Name: 'GPL-3.0' }],
  },
]

test('secrets, misconfigurations and licenses count, in the severity and in the summary', async () => {
  const before = receiver.requests.length
  const created = await app.api.post('/api/v2.0/projects/shop/webhook/policies', {
    name: 'severe',
    enabled: true,
    event_types: ['SCANNING_COMPLETED'],
    filter: { min_severity: 'Critical' },
    targets: [{ type: 'http', address: receiver.url('/severe') }],
  })
  expect(created.status).toBe(201)
  await app.api.post(`${PATH}?tag=mixed`, report({ Results: MIXED }))
  // The policy that wants critical findings gets it too: the secret is critical.
  const requests = await receiver.waitFor(before + 2)
  const [resource] = JSON.parse(requests[before]!.body).event_data.resources
  expect(Object.values(resource.scan_overview)).toMatchObject([
    { severity: 'Critical', summary: { total: 3, fixable: 0, summary: { Critical: 1, High: 1, Low: 1 } } },
  ])
  expect(requests.slice(before).map(({ path }) => path)).toContain('/severe')
})

test('each finding says what it is and where, and none shows a secret', () => {
  const [event] = storedEvents(app, "e.tag = 'mixed'")
  const scan = event!.detail.scan!
  expect(scan.reports[0]!.summary!.byKind).toEqual({ secret: 1, misconfiguration: 1, license: 1 })
  const common = { version: '', fixVersion: '' }
  expect(scan.findings).toEqual([
    {
      ...common,
      kind: 'secret',
      id: 'aws-access-key-id',
      package: '/app/.env',
      severity: 'Critical',
      description: 'AWS Access Key ID',
      links: [],
    },
    {
      ...common,
      kind: 'license',
      id: 'GPL-3.0',
      package: 'bash',
      severity: 'High',
      description: 'restricted',
      links: [],
    },
    {
      ...common,
      kind: 'misconfiguration',
      id: 'DS026',
      package: 'Dockerfile',
      severity: 'Low',
      description: 'Add HEALTHCHECK instruction in your Dockerfile',
      links: ['https://avd.aquasec.com/misconfig/ds026'],
    },
  ])
  expect(JSON.stringify(app.rows("select * from event where tag = 'mixed'"))).not.toContain('****')
})

test('the same report again is the same event', async () => {
  const answer = await app.api.post(`${PATH}?duration=9`, report())
  expect(answer.body).toMatchObject({ accepted: 0, repeated: 1 })
})

test('an image without findings has the severity None', async () => {
  const answer = await app.api.post(`${PATH}?tag=clean`, report({ Results: null }))
  expect(answer.body).toMatchObject({ accepted: 1 })
  const [event] = storedEvents(app, "e.tag = 'clean'")
  expect(event!.detail.scan!.reports[0]).toMatchObject({ severity: 'None' })
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
