import type { Payload } from '../../domain/delivery/payload.ts'

/** The columns that a payload is read back from. */
export interface PayloadRow {
  content_type: string
  headers_json: string | null
  body: string
}

export function payloadOf({ content_type: contentType, headers_json: headers, body }: PayloadRow): Payload {
  return {
    contentType,
    ...(headers !== null && { headers: JSON.parse(headers) as Record<string, string> }),
    body,
  }
}
