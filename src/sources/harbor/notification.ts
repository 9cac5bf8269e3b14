import { createHash } from 'node:crypto'
import type { EventType } from '../../domain/event/event-type.ts'
import type { NotificationFrame } from '../../domain/registry/source.ts'
import { CLOUD_EVENT_TYPE, cloudEventsIn, isBinary } from '../cloud-event.ts'
import { typeNamed } from '../event-type-names.ts'
import { FieldReader } from '../../domain/field-reader.ts'

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
