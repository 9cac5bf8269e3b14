import { type LeasedDelivery, webhookIdOf } from '../../domain/delivery/delivery.ts'
import { type ConnectionSettings, isForwarded } from '../../net/connection-settings.ts'
import type { Sending } from './sending.ts'
import type { Writing } from './writing.ts'

/** What stands on record in place of a secret. */
export const REDACTED = '[redacted]'

export interface RequestFacts {
  /** The `Authorization` header, or null. */
  readonly authorization: string | null
  readonly userAgent: string
  readonly nowMs: number
}

/**
 * The headers of a delivery, in the order they are sent. `webhook-id` and `webhook-timestamp` are those of Standard
 * Webhooks 1.0.0: the id is the same for every attempt to bring this event to this target, the time (Unix seconds) is the
 * attempt's. `x-request-id` is the id of the event, unless the target has a header of its own by that name: what the receiver logs under
 * it finds the event, its deliveries and the notification.
 */
export function requestHeaders(
  delivery: LeasedDelivery,
  sending: Pick<Sending, 'headers' | 'signingKey' | 'formerSigningKey'>,
  { authorization, userAgent, nowMs }: RequestFacts,
): Record<string, string> {
  const id = webhookIdOf(delivery)
  const timestamp = String(Math.floor(nowMs / 1000))
  const signature = signatureOf(`${id}.${timestamp}.${delivery.payload.body}`, sending, nowMs)
  return {
    'x-request-id': delivery.eventId,
    ...(delivery.traceparent !== undefined && { traceparent: delivery.traceparent }),
    ...sending.headers,
    'content-type': delivery.payload.contentType,
    ...delivery.payload.headers,
    'user-agent': userAgent,
    ...(authorization !== null && { authorization }),
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(signature !== null && { 'webhook-signature': signature }),
    'x-bellbuoy-event': delivery.eventType,
    'x-bellbuoy-repository': delivery.repository,
    'x-bellbuoy-attempt': String(delivery.attempt),
    ...(delivery.redelivery !== undefined && { 'x-bellbuoy-redelivery': String(delivery.redelivery) }),
  }
}

/** The headers of a request to a receiver that has no use for those of a webhook. */
export function plainHeaders(
  { payload }: Pick<LeasedDelivery, 'payload'>,
  _sending: unknown,
  { authorization, userAgent }: RequestFacts,
): Record<string, string> {
  return {
    'content-type': payload.contentType,
    'user-agent': userAgent,
    ...(authorization !== null && { authorization }),
  }
}

/** The signatures of all keys that are good now, with spaces between them; null for a target without. */
function signatureOf(
  text: string,
  { signingKey, formerSigningKey }: Pick<Sending, 'signingKey' | 'formerSigningKey'>,
  nowMs: number,
): string | null {
  if (signingKey === null) return null
  const signature = signingKey.sign(text)
  const isOld = formerSigningKey === null || formerSigningKey.untilMs <= nowMs
  return isOld ? signature : `${signature} ${formerSigningKey.key.sign(text)}`
}

/** The usual headers with those that the kind of receiver wants. */
export function withHeaders(
  usual: Record<string, string>,
  { headers, secretHeaders }: Pick<Writing, 'headers' | 'secretHeaders'>,
): Record<string, string> {
  return headers === undefined && secretHeaders === undefined
    ? usual
    : { ...usual, ...headers, ...secretHeaders }
}

/** How a request is put when it may have to go through a proxy that forwards it (RFC 9112, section 3.2.2). */
export function throughProxy(
  connection: Pick<ConnectionSettings, 'proxy' | 'origin'>,
  request: { readonly path: string; readonly headers: Readonly<Record<string, string>> },
): { readonly path: string; readonly headers: Readonly<Record<string, string>> } {
  if (!isForwarded(connection)) return request
  const { origin, proxy } = connection
  const { authorization } = proxy
  return {
    path: `${origin}${request.path}`,
    headers: {
      host: new URL(origin).host,
      ...request.headers,
      ...(authorization !== null && { 'proxy-authorization': authorization }),
    },
  }
}

/** The headers as they may stand on record: what can be a secret is named and not shown. */
export function redactedHeaders(
  headers: Readonly<Record<string, string>>,
  { host, headers: custom }: Pick<Sending, 'host' | 'headers'>,
  secret: Writing['secretHeaders'],
): Record<string, string> {
  const redacted: Record<string, string> = { host, ...headers }
  if ('authorization' in headers) redacted['authorization'] = REDACTED
  for (const name in custom) redacted[name] = REDACTED
  for (const name in secret) redacted[name] = REDACTED
  return redacted
}
