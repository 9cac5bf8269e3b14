import type { Payload } from '../../../src/domain/delivery/payload.ts'

/** Whether the body of a payload is JSON. */
export function isJson({ contentType }: Pick<Payload, 'contentType'>): boolean {
  return /[/+]json$/.test(contentType)
}

/** The body of a payload: what its JSON holds, or its text where it is not JSON. */
export function readBody(payload: Pick<Payload, 'contentType' | 'body'>): unknown {
  return isJson(payload) ? JSON.parse(payload.body) : payload.body
}
