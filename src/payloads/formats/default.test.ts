import { expect, test } from 'vitest'
import { golden } from '../../../test/support/events/golden.ts'
import { HARBOR_EXAMPLES } from '../../../test/support/events/harbor-examples.ts'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import { scanOf } from '../../../test/support/events/scan.ts'
import { defaultFormat } from './default.ts'

const digest = `sha256:${'a1'.repeat(32)}`

function body(facts: RegistryEventFacts): string {
  return defaultFormat.render(payloadInput({ event: registryEvent(facts) })).body
}

test.for(Object.entries(HARBOR_EXAMPLES))('%s is written as Harbor 2 writes it', ([name, event]) => {
  const input = payloadInput({ event, repositoryCreatedAtMs: 1_771_200_000_999 })
  expect(defaultFormat.render(input).body).toBe(golden(`default/${name}`))
})

test('a public project, a deeper repository and strange characters are written as Go writes them', () => {
  const operator = 'a<b>&"c"\\d\u2028e\u2029é'
  const event = registryEvent({ operator, repository: 'shop/front/web' })
  const { body: written } = defaultFormat.render(payloadInput({ event, isPublic: true }))
  expect(written).toBe(golden('default/PUSH_ARTIFACT-escapes'))
})

test('a deleted tag has no digest, and none is made up', () => {
  const written = body({ type: 'DELETE_TAG', artifact: { tag: 'v1' } })
  expect(JSON.parse(written)).toMatchObject({ type: 'DELETE_TAG' })
  expect(written).toContain('"resources":[{"tag":"v1","resource_url":"registry.acme.test/shop/web:v1"}]')
})

test('a deleted repository is reported without resources', () => {
  const written = body({ type: 'DELETE_REPOSITORY', artifacts: [] })
  expect(Object.keys(JSON.parse(written).event_data)).toEqual(['repository'])
})

test('the operator of whom nobody knows is an empty text', () => {
  expect(body({ operator: '' })).toContain('"operator":""')
})

test('a scan without a tag has none, and its resource is named by the digest', () => {
  const written = body({ type: 'SCANNING_COMPLETED', artifact: { digest }, detail: { scan: scanOf() } })
  expect(written).toContain(
    `"resources":[{"digest":"${digest}","resource_url":"registry.acme.test/shop/web@${digest}"}]`,
  )
})

test('severities are counted in the order of Go, by name', () => {
  const scan = scanOf('High')
  const [report] = scan.reports
  const summary = { total: 3, fixable: 0, bySeverity: { Low: 1, Critical: 1, High: 1 } }
  const written = body({
    type: 'SCANNING_COMPLETED',
    detail: { scan: { ...scan, reports: [{ ...report!, summary }] } },
  })
  expect(written).toContain('"summary":{"Critical":1,"High":1,"Low":1}')
})

// Harbor keeps these times in whole seconds (`src/pkg/scan/vuln/summary.go`).
test('the times of a scan are whole seconds, whatever the scanner says', () => {
  const scan = scanOf('High')
  const [report] = scan.reports
  const times = { startTime: '2026-03-01T10:00:01.250Z', endTime: '2026-03-01T11:00:02.999999+01:00' }
  const written = body({
    type: 'SCANNING_COMPLETED',
    detail: { scan: { ...scan, reports: [{ ...report!, ...times }] } },
  })
  expect(written).toContain('"start_time":"2026-03-01T10:00:01Z","end_time":"2026-03-01T11:00:02+01:00"')
})

test('the source’s word on the repository counts before what Bellbuoy knows', () => {
  const repository = { isPublic: true, createdAtMs: 1_600_000_000_000 }
  expect(JSON.parse(body({ detail: { repository } })).event_data.repository).toMatchObject({
    date_created: 1_600_000_000,
    repo_type: 'public',
  })
})

test('an SBOM that is not stored yet is named by the id and status of its report', () => {
  const scan = { ...scanOf(''), type: 'sbom' as const }
  const written = body({ type: 'SCANNING_COMPLETED', detail: { scan } })
  expect(written).toContain(
    '"sbom_overview":{"report_id":"5b0c6f0e-7d0b-4a44-9d5d-1f3f0f6f3a11","scan_status":"Success"}',
  )
})

test('a chart that is an OCI artifact is named as it is pulled', () => {
  const written = body({ type: 'UPLOAD_CHART', repository: 'shop/cart', artifact: { digest, tag: '0.2.1' } })
  expect(written).toContain(
    `"resources":[{"digest":"${digest}","tag":"0.2.1","resource_url":"registry.acme.test/shop/cart:0.2.1"}]`,
  )
})

test('a quota event of the project as a whole has no repository', () => {
  const detail = { quota: { limitBytes: 2, usedBytes: 1, details: 'half' } }
  const written = body({ type: 'QUOTA_WARNING', repository: '', artifacts: [], detail })
  expect(JSON.parse(written).event_data).toEqual({ custom_attributes: { Details: 'half' } })
})

test('it is sent as JSON under the name Default', () => {
  expect(defaultFormat.name).toBe('Default')
  expect(defaultFormat.render(payloadInput()).contentType).toBe('application/json')
})
