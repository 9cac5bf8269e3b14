import { type LeasedDelivery, webhookIdOf } from '../../domain/delivery/delivery.ts'

/** How the CloudEvents binding of a protocol writes the attributes of an event in binary mode. */
export interface AttributeBinding {
  /** Before the name of each: `ce_`. */
  readonly prefix: string
  /** Whether values are percent-encoded, as those of the HTTP binding are. */
  readonly isEncoded: boolean
}

/** A delivery as a broker takes it. */
export interface BrokerMessage {
  /** The same for every attempt to bring this event to this target. */
  readonly id: string
  /** The subject, topic, routing key or stream. */
  readonly place: string
  readonly contentType: string
  readonly body: string
  /** What an http target gets as headers beside the content type; attributes of a CloudEvent are named as the protocol's binding says. */
  readonly headers: Readonly<Record<string, string>>
}

/** As a payload names the attributes of a CloudEvent in binary mode, which is as HTTP does. */
const ATTRIBUTE = /^ce-/

/** The message of a delivery, for a place. */
export function brokerMessage(
  delivery: LeasedDelivery,
  place: string,
  binding: AttributeBinding,
): BrokerMessage {
  const { payload, eventId, eventType, repository, attempt, redelivery, traceparent } = delivery
  const id = webhookIdOf(delivery)
  const beside = Object.entries(payload.headers ?? {}).map((header) => bound(header, binding))
  return {
    id,
    place,
    contentType: payload.contentType,
    body: payload.body,
    headers: {
      'x-request-id': eventId,
      ...(traceparent !== undefined && { traceparent }),
      ...(Object.fromEntries(beside) as Record<string, string>),
      'webhook-id': id,
      'x-bellbuoy-event': eventType,
      'x-bellbuoy-repository': repository,
      'x-bellbuoy-attempt': String(attempt),
      ...(redelivery !== undefined && { 'x-bellbuoy-redelivery': String(redelivery) }),
    },
  }
}

function bound(
  [name, value]: readonly [string, string],
  { prefix, isEncoded }: AttributeBinding,
): readonly [string, string] {
  if (!ATTRIBUTE.test(name)) return [name, value]
  return [name.replace(ATTRIBUTE, prefix), isEncoded ? value : decodeURIComponent(value)]
}
