import { createHash } from 'node:crypto'
import type { EventType } from '../../domain/event/event-type.ts'
import type { NotificationFrame } from '../../domain/registry/source.ts'
import { CLOUD_EVENT_TYPE, cloudEventsIn, isBinary } from '../cloud-event.ts'
import { typeNamed } from '../event-type-names.ts'
import { FieldReader } from '../../domain/field-reader.ts'

/** A notification of Harbor in either of its formats. */
export interface HarborNotification {
  readonly id: string
  /** As Harbor wrote it. */
  readonly typeName: string
  /** Null when it is not known. */
  readonly type: EventType | null
  /** Null when the notification has no time. */
  readonly occurredAtMs: number | null
  readonly operator: string
  readonly requestId: string
  readonly data: FieldReader
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
    operator: attributes.cutLine('operator'),
    requestId: attributes.cutLine('requestid'),
    data: new FieldReader(event.data, event.dataPath),
  }
}

/**
 * The format Default has no id. Harbor repeats the same bytes when it retries, so their hash serves as one. Two events of the same
 * second that are equal in every field cannot be distinguished and count as one.
 */
function plain(body: unknown): HarborNotification {
  const fields = new FieldReader(body, '')
  const typeName = fields.requiredLine('type')
  return {
    id: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
    typeName,
    type: typeNamed(typeName),
    occurredAtMs: fields.seconds('occur_at'),
    operator: fields.cutLine('operator'),
    requestId: '',
    data: fields.object('event_data'),
  }
}
