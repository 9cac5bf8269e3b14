import type { Payload } from '../../domain/delivery/payload.ts'
import type { DecidedEvent } from '../../domain/delivery/queue.ts'
import type { PayloadTable } from './delivery-tables.ts'

/** The columns that a payload is read back from. */
export type PayloadRow = Pick<PayloadTable, 'content_type' | 'headers_json' | 'body'>

export function payloadOf({ content_type: contentType, headers_json: headers, body }: PayloadRow): Payload {
  return {
    contentType,
    ...(headers !== null && { headers: JSON.parse(headers) as Record<string, string> }),
    body,
  }
}

/** The columns of a payload that is to be stored. */
export function payloadColumns(
  eventId: string,
  { format, contentType, headers, body }: DecidedEvent['payloads'][number],
): Omit<PayloadTable, 'id'> {
  return {
    event_id: eventId,
    format,
    content_type: contentType,
    headers_json: headers === undefined ? null : JSON.stringify(headers),
    body,
  }
}
