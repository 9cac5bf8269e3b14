import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import { asHarborReports } from './as-harbor-reports.ts'
import { CHART_CONFIG, asChartEvent } from './chart.ts'
import { EVENT_TYPES } from './event-type.ts'
import { sampleEvent } from './sample-event.ts'

const digest = `sha256:${'c3'.repeat(32)}`

test.for(['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT'] as const)(
  '%s of a chart in OCI form is reported as that of an artifact',
  (type) => {
    const event = registryEvent({ type, artifact: { digest, tag: '0.2.1', artifactType: CHART_CONFIG } })
    const chart = { ...event, ...asChartEvent(event) }
    expect(chart.type).not.toBe(type)
    expect(asHarborReports(chart)).toEqual(event)
  },
)

test('the chart of a chart repository, which has no digest, stays a chart', () => {
  const chart = registryEvent({ type: 'UPLOAD_CHART', artifact: { tag: '0.2.1' } })
  expect(asHarborReports(chart)).toBe(chart)
})

// So a preview of a policy shows the same in both ways.
test.for(EVENT_TYPES)('the sample of %s is the same in both ways', (type) => {
  const event = sampleEvent(type, { project: 'shop', nowMs: 0 })
  expect(asHarborReports(event)).toBe(event)
})
