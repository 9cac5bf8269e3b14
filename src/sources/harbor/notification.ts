import { createHash } from 'node:crypto'
import { eventTypeOf, type EventType } from '../../domain/event-type.ts'
import type { NotificationFrame } from '../../domain/source.ts'
import { CLOUD_EVENT_TYPE, cloudEventsIn, isBinary } from '../cloud-event.ts'
import { FieldReader } from '../field-reader.ts'

/** What both of Harbor's formats say around `event_data`. */
export interface HarborNotification {
  readonly id: string
  /** As Harbor wrote it. */
  readonly typeName: string
  /** Null when nobody has heard of it. */
  readonly type: EventType | null
  /** Null when not told. */
  readonly occurredAtMs: number | null
  readonly operator: string
  readonly requestId: string
  readonly data: FieldReader
}

/** `src/pkg/notifier/formats/cloudevents.go`; the types that Harbor has none for are ours. */
const CLOUD_EVENT_TYPES: Readonly<Record<string, EventType>> = {
  'harbor.artifact.pushed': 'PUSH_ARTIFACT',
  'harbor.artifact.pulled': 'PULL_ARTIFACT',
  'harbor.artifact.deleted': 'DELETE_ARTIFACT',
  'harbor.scan.completed': 'SCANNING_COMPLETED',
  'harbor.scan.failed': 'SCANNING_FAILED',
  'harbor.scan.stopped': 'SCANNING_STOPPED',
  'harbor.quota.exceeded': 'QUOTA_EXCEED',
  'harbor.quota.warned': 'QUOTA_WARNING',
  'harbor.replication.status.changed': 'REPLICATION',
  'harbor.tag_retention.finished': 'TAG_RETENTION',
  'bellbuoy.chart.uploaded': 'UPLOAD_CHART',
  'bellbuoy.chart.downloaded': 'DOWNLOAD_CHART',
  'bellbuoy.chart.deleted': 'DELETE_CHART',
  'bellbuoy.tag.created': 'CREATE_TAG',
  'bellbuoy.tag.deleted': 'DELETE_TAG',
  'bellbuoy.repository.deleted': 'DELETE_REPOSITORY',
}

/**
 * The event type of a name in any of the ways that Harbor and Bellbuoy write it; null when nobody has heard of it.
 */
export function typeNamed(name: string): EventType | null {
  const cloud = Object.hasOwn(CLOUD_EVENT_TYPES, name) ? CLOUD_EVENT_TYPES[name] : undefined
  return cloud ?? eventTypeOf(name)
}

/** @throws BellbuoyError `BAD_REQUEST` */
export function harborNotification(body: unknown, frame: NotificationFrame): HarborNotification {
  return frame.mediaType === CLOUD_EVENT_TYPE || isBinary(frame) ? cloudEvent(body, frame) : plain(body)
}

function cloudEvent(body: unknown, frame: NotificationFrame): HarborNotification {
  const [event] = cloudEventsIn(body, frame)
  if (event === undefined) throw new Error('a notification that is no batch is one event')
  const { id, source, type, timeMs, attributes } = event
  return {
    id: `${source} ${id}`,
    typeName: type,
    type: typeNamed(type),
    occurredAtMs: timeMs,
    operator: attributes.line('operator'),
    requestId: attributes.line('requestid'),
    data: new FieldReader(event.data, event.dataPath),
  }
}

/**
 * The format Default has no id. Harbor repeats the same bytes when it retries, so their hash is one. Two things that happened
 * in the same second and look the same in every field are told apart by nothing, and count as one.
 */
function plain(body: unknown): HarborNotification {
  const fields = new FieldReader(body, '')
  const typeName = fields.requiredLine('type')
  return {
    id: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
    typeName,
    type: typeNamed(typeName),
    occurredAtMs: fields.seconds('occur_at'),
    operator: fields.line('operator'),
    requestId: '',
    data: fields.object('event_data'),
  }
}
