import type { LeasedDelivery } from '../../domain/delivery.ts'
import type { TargetWithSecrets } from '../../domain/target.ts'

const REDACTED = '[redacted]'

/** The target's own header, verbatim, or `Secret <secret>` as the webhook proposal has it; null when there is none. */
function authorization({ authHeader, secret }: TargetWithSecrets): string | null {
  return authHeader ?? (secret === null ? null : `Secret ${secret}`)
}

/**
 * The headers of a delivery, in the order they are sent. `webhook-id` and `webhook-timestamp` are those of Standard
 * Webhooks 1.0.0: the id is the same for every attempt to bring this event to this target, the time (Unix seconds) is the
 * attempt's.
 */
export function requestHeaders(
  delivery: LeasedDelivery,
  target: TargetWithSecrets,
  userAgent: string,
  nowMs: number,
): Record<string, string> {
  const authorized = authorization(target)
  return {
    'content-type': delivery.payload.contentType,
    ...delivery.payload.headers,
    'user-agent': userAgent,
    ...(authorized !== null && { authorization: authorized }),
    'webhook-id': `${delivery.eventId}_${delivery.targetId}`,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
    'x-bellbuoy-event': delivery.eventType,
    'x-bellbuoy-repository': delivery.repository,
    'x-bellbuoy-attempt': String(delivery.attempt),
  }
}

/** The headers as they may stand on record. */
export function redactedHeaders(
  headers: Readonly<Record<string, string>>,
  host: string,
): Record<string, string> {
  return { host, ...headers, ...('authorization' in headers && { authorization: REDACTED }) }
}
