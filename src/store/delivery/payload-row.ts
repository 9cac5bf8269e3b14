import type { Selectable } from 'kysely'
import type { Payload } from '../../domain/delivery/payload.ts'
import type { DecidedEvent } from '../../domain/delivery/queue.ts'
import { mediaTypeCode, mediaTypeOf } from '../columns/media-type-code.ts'
import type { PayloadTable } from './delivery-tables.ts'

/** The columns that a payload is read back from. */
export type PayloadRow = Pick<
  Selectable<PayloadTable>,
  'content_type' | 'headers_json' | 'body' | 'unrendered'
>

export function payloadOf({
  content_type: contentType,
  headers_json: headers,
  body,
  unrendered,
}: PayloadRow): Payload {
  return {
    contentType: mediaTypeOf(contentType),
    ...(headers !== null && { headers: JSON.parse(headers) as Record<string, string> }),
    body,
    ...(unrendered === 1 && { unrendered: true }),
  }
}

/** The columns of a payload that is to be stored. */
export function payloadColumns(
  eventId: number,
  { format, ...payload }: DecidedEvent['payloads'][number],
): Omit<Selectable<PayloadTable>, 'id'> {
  return { event_id: eventId, format, ...contentColumns(payload) }
}

/** The columns of what is sent, or of what it is rendered from. */
export function contentColumns({ contentType, headers, body, unrendered }: Payload): PayloadRow {
  return {
    content_type: mediaTypeCode(contentType),
    headers_json: headers === undefined ? null : JSON.stringify(headers),
    body,
    unrendered: unrendered === true ? 1 : 0,
  }
}
