import { expect, test } from 'vitest'
import { type EventType, REPORTED_TYPES } from '../../src/domain/event/event-type.ts'
import { sampleEvent } from '../../src/domain/event/sample-event.ts'
import { cloudEventsFormat } from '../../src/payloads/formats/cloud-events.ts'
import { defaultFormat } from '../../src/payloads/formats/default.ts'
import { harbor } from '../../src/sources/harbor.ts'
import { payloadInput } from '../support/events/payload-input.ts'
import { translated } from '../support/events/source-frame.ts'

const NOW_MS = Date.parse('2026-03-01T10:00:03Z')
/** What Harbor's formats say of an event, and so what has to come back. */
const FACTS = ['type', 'occurredAtMs', 'project', 'repository', 'operator'] as const

/** Events about quotas have no URL in Harbor. */
const hasUrl = (type: string): boolean => !type.startsWith('QUOTA_')

/** What Bellbuoy writes of an event of this type, read as what Harbor sent. */
function chained(type: EventType, options: Record<string, string> | null) {
  const event = sampleEvent(type, { project: 'shop', nowMs: NOW_MS })
  const format = options === null ? defaultFormat : cloudEventsFormat
  const { contentType, body, headers = {} } = format.render(payloadInput({ event, options: options ?? {} }))
  const { events, ignored } = translated(harbor, JSON.parse(body), { mediaType: contentType, headers })
  expect(ignored).toEqual([])
  return { event, back: events[0]! }
}

test.each(
  REPORTED_TYPES.flatMap((type) => [
    [type, null] as const,
    [type, {}] as const,
    [type, { cloudevents_mode: 'binary' }] as const,
  ]),
)('%s (%j) comes back as it was told', (type, options) => {
  const { event, back } = chained(type, options)
  for (const fact of FACTS) expect(back[fact], fact).toEqual(event[fact])
  const [artifact] = event.artifacts
  if (artifact !== undefined) {
    expect(back.artifacts[0]).toMatchObject({ digest: artifact.digest, tag: artifact.tag })
    if (hasUrl(type)) expect(back.registryHost).toBe(event.registryHost)
  }
  const { scan, quota, replication, retention, chart } = event.detail
  expect(back.detail.replication).toEqual(replication)
  expect(back.detail.retention).toEqual(retention)
  expect(back.detail.quota?.details).toEqual(quota?.details)
  expect(back.detail.scan?.reports).toEqual(scan?.reports)
  expect(back.detail.chart?.version).toEqual(chart?.version)
})
