import type { Outcome } from '../../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { OptionsReading } from '../../domain/target/target-rules.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { readServers, serverText } from './broker-address.ts'
import { brokerFailure } from './broker-failure.ts'
import { brokerMessage } from './broker-message.ts'
import { readCommonOptions } from './broker-options.ts'
import { type Broker, type BrokerAnswer, BrokerRefusal } from './broker.ts'
import { fillPlace, lengthFault, placeFault } from './place.ts'
import { type Publication, type PublisherParts, createPublisher } from './publisher.ts'
import { rateLimitOf } from '../options/rate-limit.ts'

/** A kind of target for a broker: an attempt publishes one message, and succeeds when the broker has acknowledged it. */
export function createBrokerTarget(broker: Broker, parts: PublisherParts): TargetKind {
  const { clock } = parts
  const publisher = createPublisher(broker, parts)
  return {
    type: broker.type,
    ownFormat: null,
    optionsSchema: broker.optionsSchema,
    readOptions: (options) => readOptions(options, broker, clock.now()),
    secretsTravelTo: ({ address }) => ({ address }),
    readAddress(address) {
      const servers = readServers(address, broker.addresses)
      if ('fault' in servers) return servers
      return { address: servers.map((one) => serverText(one, broker.addresses)).join(','), authHeader: null }
    },
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, null), gatherMs: 0 }),
    async send(delivery, target) {
      const startedAtMs = clock.now()
      const began = performance.now()
      const publication = publicationOf(delivery, target, broker)
      if ('fault' in publication) return unsent(startedAtMs, publication.fault)
      const ended = await publisher.publish(publication).then(
        (answer) => ({ response: acknowledged(broker, answer), failure: null }),
        (error: unknown) => ({
          response: refusalOnRecord(broker, error),
          failure: brokerFailure(error, broker),
        }),
      )
      const durationMs = Math.round(performance.now() - began)
      return { startedAtMs, durationMs, request: onRecord(publication, broker), ...ended }
    },
    [Symbol.asyncDispose]: () => publisher[Symbol.asyncDispose](),
  }
}

function publicationOf(
  delivery: LeasedDelivery,
  target: TargetWithSecrets,
  { addresses, place, binding }: Broker,
): Publication | { readonly fault: string } {
  const servers = readServers(target.address, addresses)
  if ('fault' in servers) return servers
  const { repository, eventType } = delivery
  const filled = fillPlace(target.options[place.name] as string, { repository, eventType }, place)
  const fault = lengthFault(filled, place)
  return fault === null ? { servers, target, message: brokerMessage(delivery, filled, binding) } : { fault }
}

function readOptions(options: TargetOptions, { place, optionsFault }: Broker, nowMs: number): OptionsReading {
  const template = options[place.name]
  if (typeof template !== 'string' || template === '') return { fault: `${place.name} is missing` }
  const fault = placeFault(template, place) ?? optionsFault?.(options) ?? null
  return fault === null ? readCommonOptions(options, nowMs) : { fault }
}

function onRecord({ message, target }: Publication, { protocol }: Broker): Outcome['request'] {
  const { place, contentType, headers } = message
  const host = target.address.replaceAll(/[a-z]+:\/\//g, '')
  return {
    line: `PUBLISH ${place} ${protocol}`,
    headers: { host, 'content-type': contentType, ...headers },
  }
}

function acknowledged({ protocol }: Broker, { details, remark }: BrokerAnswer): Outcome['response'] {
  const body = Object.keys(details).length === 0 ? '' : JSON.stringify(details)
  return { status: 0, headers: {}, body, truncated: false, protocol, ...(remark !== undefined && { remark }) }
}

const MAX_KEPT = 4096

function refusalOnRecord({ protocol }: Broker, error: unknown): Outcome['response'] {
  if (!(error instanceof BrokerRefusal)) return null
  const body = error.message.slice(0, MAX_KEPT)
  const { status } = error
  return { status, headers: {}, body, truncated: error.message.length > MAX_KEPT, protocol }
}

function unsent(startedAtMs: number, text: string): Outcome {
  const failure = { code: 'invalid_address', text, permanent: true, retryAfterMs: null } as const
  return { startedAtMs, durationMs: 0, request: null, response: null, failure }
}
