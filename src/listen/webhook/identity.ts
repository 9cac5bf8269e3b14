import { hash } from 'node:crypto'
import { type Headers, headerOf } from './headers.ts'
import type { Identity } from './webhook.ts'

/** A redelivery's number; the header is absent from every other delivery. */
const REDELIVERY = /^[1-9]\d{0,8}$/

/** By what a webhook is recognised when it comes again: its id, or its content where the sender gives none. */
export function identityOf({
  headers,
  body,
}: {
  readonly headers: Headers
  readonly body: Buffer
}): Identity {
  const id = headerOf(headers, 'webhook-id').trim()
  if (id === '') return { kind: 'content', sha256: hash('sha256', body, 'hex') }
  const redelivery = headerOf(headers, 'x-bellbuoy-redelivery').trim()
  return { kind: 'id', id, redelivery: REDELIVERY.test(redelivery) ? Number(redelivery) : 0 }
}
