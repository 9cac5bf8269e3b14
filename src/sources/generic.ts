import { BellbuoyError } from '../domain/errors.ts'
import { asChartEvent } from '../domain/event/chart.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import { cutText } from '../domain/field-reader.ts'
import { NO_SETTINGS, type SourceKind } from '../domain/registry/source.ts'
import {
  CLOUD_EVENT_BATCH_TYPE,
  CLOUD_EVENT_TYPE,
  type CloudEvent,
  cloudEventsIn,
  isBinary,
} from './cloud-event.ts'
import { typeNamed } from './event-type-names.ts'
import { factsOf } from './generic/event-facts.ts'

const MAX_INSTANCE = 255

const SETUP = `# Also set registry_host of this source in Bellbuoy: the host that others pull from.
curl --fail-with-body URL \\
  -H 'Authorization: Bearer TOKEN' \\
  -H 'Content-Type: application/cloudevents+json' \\
  -d '{
    "specversion": "1.0",
    "id": "build-1",
    "source": "https://ci.example.com/web",
    "type": "PUSH_ARTIFACT",
    "data": { "repository": "shop/web", "tag": "1.4.2", "operator": "ci" }
  }'
`

/** CloudEvents from any sender: CI, scripts, other registries. The data of each event type has a published schema. */
export const generic: SourceKind = {
  kind: 'generic',
  title: 'Anything that can send CloudEvents',
  setup: SETUP,
  reportsHost: false,
  settingsSchema: NO_SETTINGS,
  contentTypes: [CLOUD_EVENT_TYPE, CLOUD_EVENT_BATCH_TYPE, 'application/json'],
  *read(body, _settings, frame) {
    const isBatch = !isBinary(frame) && Array.isArray(body)
    const mediaType = isBatch ? CLOUD_EVENT_BATCH_TYPE : frame.mediaType
    for (const event of cloudEventsIn(body, { ...frame, mediaType })) yield eventOf(event, frame.receivedAtMs)
  },
}

function eventOf(event: CloudEvent, receivedAtMs: number): SourceEvent {
  const type = typeNamed(event.type)
  if (type === null) {
    const field = event.dataPath === 'the body' ? 'ce-type' : event.dataPath.replace(/data$/, 'type')
    throw new BellbuoyError(
      'BAD_REQUEST',
      `${field} ${JSON.stringify(event.type)} is no event type that a source can report`,
    )
  }
  return asChartEvent({
    sourceEventId: `${event.source} ${event.id}`,
    type,
    occurredAtMs: event.timeMs ?? receivedAtMs,
    ...factsOf(type, event.data, event.dataPath),
    // Each sender has a clock of its own.
    instance: cutText(event.source, MAX_INSTANCE),
  })
}
