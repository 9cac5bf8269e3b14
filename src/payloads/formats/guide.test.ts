import { expect, test } from 'vitest'
import { golden } from '../../../test/support/events/golden.ts'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { guideFormat } from './guide.ts'

function eventsOf(type: EventType): Record<string, unknown>[] {
  const event = sampleEvent(type, { project: 'prj', nowMs: 1_772_359_204_000 })
  return JSON.parse(guideFormat.render(payloadInput({ event })).body).events
}

test("a push begins as the guide's example does", () => {
  const event = registryEvent({
    repository: 'prj/repo1',
    occurredAtMs: 158_322_233_213,
    artifact: {
      digest: 'sha256:9e2c9d5f44efbb6ee83aecd17a120c513047d289d142ec5738c9f02f9b24ad07',
      tag: 'latest',
    },
  })
  const { body } = guideFormat.render(payloadInput({ event }))
  const beginning = golden('guide/pushImage').slice(0, -'}]}'.length)
  expect(body.slice(0, beginning.length)).toBe(beginning)
})

const image = ['namespace', 'repo_name', 'digest', 'image_name', 'trigger_time', 'user_name']
const chart = [
  'repo_name',
  'chart_name',
  'chart_type',
  'chart_version',
  'chart_size',
  'tag',
  'trigger_time',
  'user_name',
]

/** The table "Contents of Notification", row by row. */
const PROMISED: readonly (readonly [EventType, readonly string[]])[] = [
  ['PUSH_ARTIFACT', [...image, 'resource_url', 'tags']],
  ['PULL_ARTIFACT', image],
  ['DELETE_ARTIFACT', [...image, 'image_size']],
  ['UPLOAD_CHART', chart],
  ['DOWNLOAD_CHART', chart],
  ['DELETE_CHART', chart],
  [
    'SCANNING_COMPLETED',
    [
      'namespace',
      'repo_name',
      'tag',
      'image_name',
      'critical_issues',
      'major_issues',
      'minor_issues',
      'last_scan_status',
      'scan_completion_time',
      'vulnerabilities',
      'user_name',
    ],
  ],
  ['SCANNING_FAILED', ['namespace', 'repo_name', 'tag', 'image_name', 'error', 'user_name']],
  ['QUOTA_EXCEED', [...image, 'tags']],
]

test.for(PROMISED)('%s has all that the guide promises, and knows it', ([type, promised]) => {
  const [event] = eventsOf(type)
  const missing = promised.filter((key) => event![key] === undefined || event![key] === null)
  expect(missing).toEqual([])
})

test('issues are counted in three degrees that add up, and each vulnerability is listed', () => {
  expect(eventsOf('SCANNING_COMPLETED')).toMatchObject([
    {
      critical_issues: 1,
      major_issues: 0,
      minor_issues: 2,
      last_scan_status: 'Success',
      vulnerabilities: [
        {
          cve_id: 'CVE-2024-3094',
          description: 'Malicious code was found in the upstream tarballs of xz.',
          link: 'https://nvd.nist.gov/vuln/detail/CVE-2024-3094',
          criticality: 'Critical',
          fix: '5.6.2',
        },
      ],
      vulnerabilities_truncated: true,
    },
  ])
})

test('every tag that went is an event of its own', () => {
  expect(eventsOf('DELETE_ARTIFACT').map(({ tag }) => tag)).toEqual(['1.3.0', '1.3'])
})

test('an image without a tag is named by its digest, and the tag is null', () => {
  const [event] = eventsOf('PULL_ARTIFACT')
  expect(event).toMatchObject({ tag: null, image_name: expect.stringMatching(/^prj\/web@sha256:a1a1/) })
})

test('what concerns the project as a whole has no repository', () => {
  expect(eventsOf('TAG_RETENTION')).toMatchObject([
    { project: 'prj', repo_name: null, full_name: null, retention: { total: 4 } },
  ])
})
