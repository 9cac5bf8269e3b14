import { isIP } from 'node:net'
import type { Clock } from '../../domain/clock.ts'
import type { AddressGuard } from '../../domain/target/address-guard.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { guardedAddress } from '../../net/guarded-lookup.ts'
import type { BrokerServer } from './broker-address.ts'
import { BrokerDeadlineError } from './broker-failure.ts'
import type { BrokerMessage } from './broker-message.ts'
import { type CommonOptions, certificatesOf } from './broker-options.ts'
import { BrokerSessions } from './broker-sessions.ts'
import { type Broker, type BrokerAnswer, BrokerRefusal, type BrokerSession } from './broker.ts'

export interface PublisherParts {
  readonly guard: AddressGuard
  readonly clock: Clock
  /** Deadline over connection and acknowledgement together, of targets that have none of their own. */
  readonly timeoutMs: number
}

export interface Publication {
  readonly servers: readonly BrokerServer[]
  readonly target: TargetWithSecrets
  readonly message: BrokerMessage
}

export interface Publisher extends AsyncDisposable {
  /**
   * Resolves when the broker has acknowledged the message.
   *
   * @throws BrokerRefusal, BrokerDeadlineError, BlockedAddressError, Error of the connection
   */
  readonly publish: (publication: Publication) => Promise<BrokerAnswer>
}

/** Publishes messages to one kind of broker, over a connection for each target. */
export function createPublisher(broker: Broker, { guard, clock, ...parts }: PublisherParts): Publisher {
  const sessions = new BrokerSessions(clock)
  return {
    async publish({ servers, target, message }) {
      const { timeout_seconds: seconds } = target.options as CommonOptions
      const timeoutMs = seconds === undefined ? parts.timeoutMs : seconds * 1000
      const { promise: deadline, reject } = Promise.withResolvers<never>()
      const cancel = clock.after(timeoutMs, () => reject(new BrokerDeadlineError(broker.name, timeoutMs)))
      try {
        return await sessions.use(
          { targetId: target.id, key: connectionKey(target) },
          () => openFirst(servers, (server) => open(server, { broker, guard, target, timeoutMs })),
          (session) => session.publish(message),
          deadline,
        )
      } finally {
        cancel()
      }
    },
    [Symbol.asyncDispose]: () => sessions[Symbol.asyncDispose](),
  }
}

const OF_PAYLOADS: readonly string[] = ['template', 'cloudevents_mode', 'rate_limit']

/** Targets connect anew when any of this changes; the payload's options and the pace have nothing to do with it. */
function connectionKey({ address, skipCertVerify, options }: TargetWithSecrets): string {
  const others = Object.entries(options).filter(([name]) => !OF_PAYLOADS.includes(name))
  return JSON.stringify([address, skipCertVerify, others])
}

interface Opening {
  readonly broker: Broker
  readonly guard: AddressGuard
  readonly target: TargetWithSecrets
  readonly timeoutMs: number
}

async function open(
  server: BrokerServer,
  { broker, guard, target, timeoutMs }: Opening,
): Promise<BrokerSession> {
  const address = await guardedAddress(guard, server.host)
  const name = isIP(server.host) === 0 ? { servername: server.host } : {}
  const tls = { ...certificatesOf(target), ...name }
  return broker.open({ ...server, address, tls, timeoutMs }, target)
}

/** At the first of the servers that lets us in; an answer of one says more than the silence of another. */
async function openFirst(
  servers: readonly BrokerServer[],
  openAt: (server: BrokerServer) => Promise<BrokerSession>,
): Promise<BrokerSession> {
  const faults: unknown[] = []
  for (const server of servers)
    try {
      return await openAt(server)
    } catch (error) {
      faults.push(error)
    }
  throw faults.find((fault) => fault instanceof BrokerRefusal) ?? faults[0]
}
