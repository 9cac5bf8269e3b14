import { badRequest } from '../domain/errors.ts'
import type { NotificationFrame } from '../domain/registry/source.ts'
import { FieldReader } from '../domain/field-reader.ts'

export const CLOUD_EVENT_TYPE = 'application/cloudevents+json'
export const CLOUD_EVENT_BATCH_TYPE = 'application/cloudevents-batch+json'

/** A CloudEvents 1.0 event (https://github.com/cloudevents/spec). */
export interface CloudEvent {
  readonly id: string
  readonly source: string
  readonly type: string
  /** Null when it has no time. */
  readonly timeMs: number | null
  readonly data: unknown
  /** The path of the data in the body, for messages. */
  readonly dataPath: string
  /** All attributes, extensions among them. */
  readonly attributes: FieldReader
}

/** Whether a notification is a CloudEvent in binary mode: attributes as headers, the data alone as body. */
export function isBinary({ mediaType, headers }: Pick<NotificationFrame, 'mediaType' | 'headers'>): boolean {
  return headers['ce-specversion'] !== undefined && !mediaType.startsWith('application/cloudevents')
}

/**
 * Reads a CloudEvent in structured or binary mode, or a batch of them, each as it is asked for.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the attribute
 */
export function* cloudEventsIn(
  body: unknown,
  frame: Pick<NotificationFrame, 'mediaType' | 'headers'>,
): Generator<CloudEvent> {
  if (isBinary(frame)) yield binaryEvent(body, frame)
  else if (frame.mediaType !== CLOUD_EVENT_BATCH_TYPE) yield structuredEvent(body, '')
  else if (!Array.isArray(body)) throw badRequest('a batch of CloudEvents must be an array')
  else for (const [index, value] of body.entries()) yield structuredEvent(value, `[${index}]`)
}

function structuredEvent(value: unknown, path: string): CloudEvent {
  const attributes = new FieldReader(value, path)
  if (attributes.has('data_base64'))
    return attributes.fail('data_base64', 'is not supported: send the data as JSON in `data`')
  const data = (value as Readonly<Record<string, unknown>>)['data'] ?? {}
  return { ...contextOf(attributes), data, dataPath: path === '' ? 'data' : `${path}.data`, attributes }
}

/** HTTP protocol binding 1.0.2, section 3.1. */
function binaryEvent(body: unknown, { headers }: Pick<NotificationFrame, 'headers'>): CloudEvent {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), textIn(value)] as const] : [],
  )
  const attributes = new FieldReader(Object.fromEntries(entries), '')
  return { ...contextOf(attributes), data: body ?? {}, dataPath: 'the body', attributes }
}

/** Section 3.1.3.2: percent-encoded UTF-8; any other text stays as it is. */
function textIn(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    return header
  }
}

function contextOf(attributes: FieldReader): Pick<CloudEvent, 'id' | 'source' | 'type' | 'timeMs'> {
  const version = attributes.requiredLine('specversion')
  if (version !== '1.0') return attributes.fail('specversion', 'must be 1.0')
  return {
    id: attributes.requiredLine('id'),
    source: attributes.requiredLine('source'),
    type: attributes.requiredLine('type'),
    timeMs: attributes.time('time'),
  }
}
