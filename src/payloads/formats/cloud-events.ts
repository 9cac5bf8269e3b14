import type { EventType } from '../../domain/event/event-type.ts'
import type { Payload } from '../../domain/delivery/payload.ts'
import type { PayloadFormat, PayloadInput } from '../../domain/delivery/payload-format.ts'
import { goJson } from '../parts/go-json.ts'
import { harborEventData } from '../harbor/event-data.ts'
import { headerText } from '../parts/header-text.ts'

/** Harbor's types (`src/pkg/notifier/formats/cloudevents.go`); what it has none for is ours. */
const CLOUD_EVENT_TYPES: Readonly<Record<EventType, string>> = {
  PUSH_ARTIFACT: 'harbor.artifact.pushed',
  PULL_ARTIFACT: 'harbor.artifact.pulled',
  DELETE_ARTIFACT: 'harbor.artifact.deleted',
  SCANNING_COMPLETED: 'harbor.scan.completed',
  SCANNING_FAILED: 'harbor.scan.failed',
  SCANNING_STOPPED: 'harbor.scan.stopped',
  QUOTA_EXCEED: 'harbor.quota.exceeded',
  QUOTA_WARNING: 'harbor.quota.warned',
  REPLICATION: 'harbor.replication.status.changed',
  TAG_RETENTION: 'harbor.tag_retention.finished',
  UPLOAD_CHART: 'bellbuoy.chart.uploaded',
  DOWNLOAD_CHART: 'bellbuoy.chart.downloaded',
  DELETE_CHART: 'bellbuoy.chart.deleted',
  CREATE_TAG: 'bellbuoy.tag.created',
  DELETE_TAG: 'bellbuoy.tag.deleted',
  DELETE_REPOSITORY: 'bellbuoy.repository.deleted',
}

/**
 * Harbor's CloudEvents 1.0: structured as Harbor writes it, or in binary mode where the target's option
 * `cloudevents_mode` says so. The id is the event's own, where Harbor makes up a new one for every delivery: receivers tell
 * by source and id together whether they know an event.
 */
export const cloudEventsFormat: PayloadFormat = {
  name: 'CloudEvents',
  about:
    "Harbor 2's CloudEvents 1.0, byte for byte. `id` is the event's own: the same for every target, retry and redelivery. With the target option `cloudevents_mode` set to `binary`, the attributes travel as `ce-` headers and the body is `data` alone.",
  sharedBy: 'target',
  render(input) {
    return input.target.options['cloudevents_mode'] === 'binary' ? binary(input) : structured(input)
  },
}

interface Attributes {
  readonly context: Readonly<Record<string, string>>
  readonly extensions: Readonly<Record<string, string>>
}

function attributesOf({ event, policy }: PayloadInput): Attributes {
  return {
    context: {
      specversion: '1.0',
      id: event.id,
      source: `/projects/${policy.projectId}/webhook/policies/${policy.id}`,
      type: CLOUD_EVENT_TYPES[event.type],
      datacontenttype: 'application/json',
      time: new Date(event.occurredAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    extensions: { operator: event.operator, requestid: event.detail.requestId ?? '' },
  }
}

function structured(input: PayloadInput): Payload {
  const { context, extensions } = attributesOf(input)
  const body = goJson({ ...context, data: harborEventData(input), ...extensions })
  return { contentType: 'application/cloudevents+json', body }
}

/** CloudEvents HTTP binding 1.0.2, section 3.1, with the encoding of 3.1.3.2. An empty attribute is left out: an empty header may not arrive. */
function binary(input: PayloadInput): Payload {
  const { context, extensions } = attributesOf(input)
  const { datacontenttype = '', ...attributes } = { ...context, ...extensions }
  const told = Object.entries(attributes).filter(([, value]) => value !== '')
  return {
    contentType: datacontenttype,
    headers: Object.fromEntries(told.map(([name, value]) => [`ce-${name}`, headerText(value)])),
    body: goJson(harborEventData(input)),
  }
}
