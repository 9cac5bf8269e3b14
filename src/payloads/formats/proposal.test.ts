import { expect, test } from 'vitest'
import { golden } from '../../../test/support/events/golden.ts'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import { scanOf } from '../../../test/support/events/scan.ts'
import type { Artifact } from '../../domain/event/event.ts'
import type { Scan, ScanReport } from '../../domain/event/event-detail.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { proposalFormat } from './proposal.ts'

const digest = 'sha256:457f4aa83fc9a6663ab9d1b0a6e2dce25a12a943ed5bf2c1747c58d48bbb4917'

function written(type: EventType, facts: RegistryEventFacts = {}): string {
  const event = registryEvent({
    type,
    operator: 'admin',
    repository: 'namespace/repoTest',
    registryHost: 'repo.harbor.com',
    occurredAtMs: 1_560_862_556_789,
    artifact: { digest, tag: 'latest' },
    ...facts,
  })
  const repositoryCreatedAtMs = 1_548_645_673_000
  return proposalFormat.render(payloadInput({ event, isPublic: true, repositoryCreatedAtMs })).body
}

function body(type: EventType, artifact: Partial<Artifact> = {}, operator = 'admin'): string {
  return written(type, { operator, artifact: { digest, tag: 'latest', ...artifact } })
}

test.for([
  ['PUSH_ARTIFACT', 'pushImage'],
  ['PULL_ARTIFACT', 'pullImage'],
  ['DELETE_ARTIFACT', 'deleteImage'],
] as const)('%s is written as the proposal writes an image event', ([type, name]) => {
  expect(body(type)).toBe(golden(`proposal/${name}`))
})

test('the upload of a chart is written as the proposal writes it, one resource for each version', () => {
  const chart = { name: 'chartRepo', version: '0.6.0-rc1', sizeBytes: null }
  const artifacts = ['0.6.0-rc1', '0.7.23'].map((tag) => ({ tag }))
  const facts = { repository: 'namespace/chartRepo', artifacts, detail: { chart } }
  expect(written('UPLOAD_CHART', facts)).toBe(golden('proposal/uploadChart'))
})

/** The scan of the proposal's examples; the severities are those that its numbers stand for. */
function scan(report: Partial<ScanReport>, error: string | null = null): Scan {
  const known = scanOf('High').reports[0]!
  const startTime = '2018-09-07T00:01:12.666501Z'
  return { ...scanOf(), reports: [{ ...known, startTime, ...report }], jobId: 5695, error }
}

test('a completed scan is written as the proposal writes it', () => {
  const bySeverity = { High: 4, Critical: 1, Medium: 2, Unknown: 1, Negligible: 60, None: 3, Low: 3 }
  const completed = scan({
    reportId: 'aae117139e87e9c5234001d960b5d196ffe6d578331ef6546501646415117403',
    summary: { total: 74, fixable: 0, bySeverity },
    endTime: '2018-10-29T04:37:29.983743Z',
  })
  const facts = { operator: 'auto', detail: { scan: completed } }
  expect(written('SCANNING_COMPLETED', facts)).toBe(golden('proposal/scanningCompleted'))
})

test('a failed scan is written as the proposal writes it', () => {
  const failed = scan({ status: 'Error', severity: '', summary: null }, 'Network Error')
  const facts = { operator: 'auto', detail: { scan: failed } }
  expect(written('SCANNING_FAILED', facts)).toBe(golden('proposal/scanningFailed'))
})

test.for([
  ['Critical', 5],
  ['High', 5],
  ['Medium', 4],
  ['Low', 3],
  ['Unknown', 2],
  ['Negligible', 1],
  ['None', 1],
  ['', 2],
  ['constructor', 2],
] as const)('the severity "%s" is number %s', ([severity, number]) => {
  const { event_data } = JSON.parse(written('SCANNING_COMPLETED', { detail: { scan: scan({ severity }) } }))
  expect(event_data[0].scan_overview.severity).toBe(number)
})

test('a scan of which nothing is known has the same keys, without values', () => {
  const { event_data } = JSON.parse(written('SCANNING_COMPLETED'))
  expect(event_data[0].scan_overview).toEqual({
    components: { summary: [], total: 0 },
    creation_time: '',
    details_key: '',
    job_id: 0,
    scan_status: 'finished',
    severity: 2,
    update_time: '',
  })
})

test('a delete tells every tag that went', () => {
  const artifacts = ['1.0', '1.1'].map((tag) => ({ digest, tag }))
  const { event_data } = JSON.parse(written('DELETE_ARTIFACT', { artifacts }))
  expect(event_data.map(({ tag }: Artifact) => tag)).toEqual(['1.0', '1.1'])
})

test('without a tag the tag is empty, not the digest', () => {
  const [resource] = JSON.parse(body('PUSH_ARTIFACT', { tag: null })).event_data
  expect(resource).toEqual({
    digest,
    tag: '',
    resource_url: `repo.harbor.com/namespace/repoTest@${digest}`,
  })
})

test('without a digest the digest is empty', () => {
  const { type, event_data } = JSON.parse(body('DELETE_TAG', { digest: null }))
  expect(type).toBe('deleteTag')
  expect(event_data).toEqual([
    { digest: '', tag: 'latest', resource_url: 'repo.harbor.com/namespace/repoTest:latest' },
  ])
})

test('strange characters are escaped as Go escapes them', () => {
  const written = body('PUSH_ARTIFACT', {}, 'a<b>&c')
  expect(written).toContain(String.raw`"operator":"a\u003cb\u003e\u0026c"`)
})

test('it is sent as JSON under the name Proposal', () => {
  expect(proposalFormat.name).toBe('Proposal')
  expect(proposalFormat.render(payloadInput()).contentType).toBe('application/json')
})
