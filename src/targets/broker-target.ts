import { isIP } from 'node:net'
import type { Clock } from '../domain/clock.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../domain/options.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { OptionsReading } from '../domain/target/target-rules.ts'
import type { TargetWithSecrets } from '../domain/target/target.ts'
import { guardedAddress } from '../net/guarded-lookup.ts'
import { type BrokerServer, readServers, serverText } from './brokers/broker-address.ts'
import { BrokerDeadlineError, brokerFailure } from './brokers/broker-failure.ts'
import { type BrokerMessage, brokerMessage } from './brokers/broker-message.ts'
import { type CommonOptions, certificatesOf, readCommonOptions } from './brokers/broker-options.ts'
import { BrokerSessions } from './brokers/broker-sessions.ts'
import { type Broker, type BrokerAnswer, BrokerRefusal, type BrokerSession } from './brokers/broker.ts'
import { fillPlace, lengthFault, placeFault } from './brokers/place.ts'
import { rateLimitOf } from './options/rate-limit.ts'

export interface BrokerTargetParts {
  readonly guard: AddressGuard
  readonly clock: Clock
  /** Deadline over connection and acknowledgement together, of targets that have none of their own. */
  readonly timeoutMs: number
}

/** A kind of target for a broker: an attempt publishes one message, and succeeds when the broker has acknowledged it. */
export function createBrokerTarget(broker: Broker, parts: BrokerTargetParts): TargetKind {
  const { guard, clock } = parts
  const sessions = new BrokerSessions(clock)

  /** At the first of the servers that lets us in. */
  async function openFirst(
    servers: readonly BrokerServer[],
    target: TargetWithSecrets,
    timeoutMs: number,
  ): Promise<BrokerSession> {
    const faults: unknown[] = []
    for (const server of servers)
      try {
        const address = await guardedAddress(guard, server.host)
        const name = isIP(server.host) === 0 ? { servername: server.host } : {}
        const tls = { ...certificatesOf(target), ...name }
        return await broker.open({ ...server, address, tls, timeoutMs }, target)
      } catch (error) {
        faults.push(error)
      }
    throw faults.find((fault) => fault instanceof BrokerRefusal) ?? faults[0]
  }

  async function publish(message: BrokerMessage, { servers, target }: Sending): Promise<BrokerAnswer> {
    const timeoutMs = timeoutOf(target.options, parts)
    const { promise: deadline, reject } = Promise.withResolvers<never>()
    const cancel = clock.after(timeoutMs, () => reject(new BrokerDeadlineError(broker.name, timeoutMs)))
    try {
      return await sessions.use(
        { targetId: target.id, key: connectionKey(target) },
        () => openFirst(servers, target, timeoutMs),
        (session) => session.publish(message),
        deadline,
      )
    } finally {
      cancel()
    }
  }

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
      const sending = sendingOf(delivery, target, broker)
      if ('fault' in sending) return unsent(startedAtMs, sending.fault)
      const { message } = sending
      const ended = await publish(message, sending).then(
        (answer) => ({ response: acknowledged(broker, answer), failure: null }),
        (error: unknown) => ({
          response: refusalOnRecord(broker, error),
          failure: brokerFailure(error, broker),
        }),
      )
      const durationMs = Math.round(performance.now() - began)
      return { startedAtMs, durationMs, request: onRecord(message, sending, broker), ...ended }
    },
    [Symbol.asyncDispose]: () => sessions[Symbol.asyncDispose](),
  }
}

interface Sending {
  readonly servers: readonly BrokerServer[]
  readonly target: TargetWithSecrets
  readonly message: BrokerMessage
}

function sendingOf(
  delivery: LeasedDelivery,
  target: TargetWithSecrets,
  { addresses, place, binding }: Broker,
): Sending | { readonly fault: string } {
  const servers = readServers(target.address, addresses)
  if ('fault' in servers) return servers
  const { repository, eventType } = delivery
  const filled = fillPlace(String(target.options[place.name]), { repository, eventType }, place)
  const fault = lengthFault(filled, place)
  return fault === null ? { servers, target, message: brokerMessage(delivery, filled, binding) } : { fault }
}

function readOptions(options: TargetOptions, { place, optionsFault }: Broker, nowMs: number): OptionsReading {
  const template = options[place.name]
  if (typeof template !== 'string' || template === '') return { fault: `${place.name} is missing` }
  const fault = placeFault(template, place) ?? optionsFault?.(options) ?? null
  return fault === null ? readCommonOptions(options, nowMs) : { fault }
}

function timeoutOf(options: TargetOptions, { timeoutMs }: Pick<BrokerTargetParts, 'timeoutMs'>): number {
  const { timeout_seconds: seconds } = options as CommonOptions
  return seconds === undefined ? timeoutMs : seconds * 1000
}

/** Targets connect anew when any of this changes; the payload's options and the pace have nothing to do with it. */
function connectionKey({ address, skipCertVerify, options }: TargetWithSecrets): string {
  const { template, cloudevents_mode: mode, rate_limit: limit, ...rest } = options as CommonOptions
  void [template, mode, limit]
  return JSON.stringify([address, skipCertVerify, rest])
}

function onRecord(
  { place, contentType, headers }: BrokerMessage,
  { target }: Sending,
  broker: Broker,
): Outcome['request'] {
  const host = target.address.replaceAll(/[a-z]+:\/\//g, '')
  return {
    line: `PUBLISH ${place} ${broker.protocol}`,
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
