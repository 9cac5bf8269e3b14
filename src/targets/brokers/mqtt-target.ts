import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { randomUUID } from 'node:crypto'
import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { createBrokerTarget } from './broker-target.ts'
import { type Broker, BrokerRefusal, type BrokerSession, type Dial } from './broker.ts'
import { COMMON_OPTIONS, type CommonOptions } from './broker-options.ts'
import { PLACEHOLDER_WORDS } from './place.ts'
import type { PublisherParts } from './publisher.ts'

const OptionsSchema = Type.Object(
  {
    topic: Type.String({ minLength: 1, description: `the topic; ${PLACEHOLDER_WORDS}` }),
    retain: Type.Optional(
      Type.Boolean({
        description: 'whether the broker keeps the last message of the topic for new subscribers',
      }),
    ),
    client_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 23,
        description: 'without it, one that is new for each connection',
      }),
    ),
    ...COMMON_OPTIONS,
  },
  { additionalProperties: false },
)

interface MqttOptions extends CommonOptions {
  readonly retain?: boolean
  readonly client_id?: string
}

/** MQTT 5 (OASIS) with QoS 1: an attempt succeeds with the PUBACK. CloudEvents by the MQTT binding 1.0.2. */
const MQTT: Broker = {
  type: 'mqtt',
  name: 'the MQTT broker',
  protocol: 'MQTT 5',
  addresses: { plain: ['mqtt', 1883], tls: ['mqtts', 8883], pathMeans: null },
  place: {
    name: 'topic',
    maxBytes: 65_535,
    clean: (value) => value.replace(/[+#\p{Cc}]/gu, '_'),
    fault: (topic) => (/[+#\p{Cc}]/u.test(topic) ? 'topic holds +, # or a control character' : null),
  },
  binding: { prefix: '', isEncoded: false },
  optionsSchema: OptionsSchema,
  open,
}

export function createMqttTarget(parts: PublisherParts): TargetKind {
  return createBrokerTarget(MQTT, parts)
}

/** Subscribers may be gone, so the broker says so, and it is no failure (MQTT 5, section 3.4.2.1). */
const NO_SUBSCRIBERS = 16
/** Reason codes of a CONNACK that are about who asks (section 3.2.2.2). */
const LOGIN_CODES: readonly number[] = [0x85, 0x86, 0x87, 0x8a, 0x8c]
const TOO_LARGE = 0x95

async function open(dial: Dial, target: TargetWithSecrets): Promise<BrokerSession> {
  const { MqttClient } = await import('mqtt')
  const { username, password, retain = false, client_id: clientId } = target.options as MqttOptions
  const client = new MqttClient(() => socketTo(dial), {
    protocolVersion: 5,
    clean: true,
    clientId: clientId ?? `bb-${randomUUID().replaceAll('-', '').slice(0, 20)}`,
    keepalive: 30,
    connectTimeout: dial.timeoutMs,
    reconnectPeriod: 0,
    queueQoSZero: false,
    ...(username !== undefined && { username, password: password ?? '' }),
  })
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  let isOpen = true
  let reason: Error = new Error('the broker closed it')
  const end = (): void => {
    isOpen = false
    ended.reject(reason)
    client.end(true)
  }
  client.on('error', (error) => {
    reason = error
    end()
  })
  client.on('disconnect', ({ reasonCode }) => {
    reason = new BrokerRefusal(`the MQTT broker disconnected with the reason code ${reasonCode}`, {
      status: reasonCode ?? 0,
      permanent: reasonCode === TOO_LARGE,
    })
  })
  client.on('close', end)
  await Promise.race([
    new Promise<void>((resolve) => client.once('connect', () => resolve())),
    ended.promise,
  ]).catch((error: unknown) => {
    throw refusalOf(error, 'login')
  })
  return {
    isOpen: () => isOpen,
    async publish({ place, contentType, body, headers }) {
      const properties = { contentType, payloadFormatIndicator: true, userProperties: { ...headers } }
      try {
        const sending = client.publishAsync(place, body, { qos: 1, retain, properties })
        const packet = await Promise.race([sending, ended.promise])
        return (packet as { reasonCode?: number } | undefined)?.reasonCode === NO_SUBSCRIBERS
          ? { details: {}, remark: 'nobody subscribes to the topic' }
          : { details: {} }
      } catch (error) {
        throw refusalOf(error, 'refused')
      }
    },
    close() {
      isOpen = false
      client.end(true)
    },
  }
}

function socketTo({ address, port, isTls, tls }: Dial) {
  return isTls ? connectTls({ ...tls, host: address, port }) : connectPlain({ host: address, port })
}

/** Reads an error with a reason code; any other is left as it is. */
function refusalOf(error: unknown, when: 'login' | 'refused'): unknown {
  const { code: status, message } = error as Error & { code?: unknown }
  if (error instanceof BrokerRefusal || typeof status !== 'number') return error
  const isLogin = when === 'login' && LOGIN_CODES.includes(status)
  const text = isLogin ? 'the MQTT broker refused the log-in' : 'the MQTT broker did not take the message'
  return new BrokerRefusal(`${text}: ${message} (reason code ${status})`, {
    code: isLogin ? 'login' : 'refused',
    status,
    permanent: status === TOO_LARGE,
    cause: error,
  })
}
