import type { ConfirmChannel } from 'amqplib'
import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { createBrokerTarget } from './broker-target.ts'
import { type Broker, BrokerRefusal, type BrokerSession, type Dial } from './broker.ts'
import type { BrokerMessage } from './broker-message.ts'
import { COMMON_OPTIONS, type CommonOptions } from './broker-options.ts'
import { PLACEHOLDER_WORDS } from './place.ts'
import type { PublisherParts } from './publisher.ts'

const OptionsSchema = Type.Object(
  {
    exchange: Type.Optional(
      Type.String({
        maxLength: 255,
        description: 'the exchange; without it the default one, whose routing keys are names of queues',
      }),
    ),
    routing_key: Type.String({ minLength: 1, description: `the routing key; ${PLACEHOLDER_WORDS}` }),
    ...COMMON_OPTIONS,
  },
  { additionalProperties: false },
)

interface AmqpOptions extends CommonOptions {
  readonly exchange?: string
}

/**
 * AMQP 0-9-1 with publisher confirms, as RabbitMQ has them (rabbitmq.com/docs/confirms): messages are persistent and `mandatory`, so one
 * that no queue takes is a failure. A repeated one has the same `message_id`.
 */
const AMQP: Broker = {
  type: 'amqp',
  name: 'RabbitMQ',
  protocol: 'AMQP 0-9-1',
  addresses: { plain: ['amqp', 5672], tls: ['amqps', 5671], pathMeans: 'VHOST' },
  place: {
    name: 'routing_key',
    maxBytes: 255,
    clean: (value) => value.replace(/[\s.*#]/g, '_'),
    fault: (key) => (/[\p{Cc}]/u.test(key) ? 'routing_key holds a control character' : null),
  },
  // The binding is of AMQP 1.0; RabbitMQ makes application properties of headers.
  binding: { prefix: 'cloudEvents:', isEncoded: false },
  optionsSchema: OptionsSchema,
  open,
}

export function createAmqpTarget(parts: PublisherParts): TargetKind {
  return createBrokerTarget(AMQP, parts)
}

async function open(dial: Dial, target: TargetWithSecrets): Promise<BrokerSession> {
  const { connect, credentials } = await import('amqplib')
  const { address, port, isTls, path, tls, timeoutMs } = dial
  const { username, password, exchange = '' } = target.options as AmqpOptions
  const connection = await connect(
    {
      protocol: isTls ? 'amqps' : 'amqp',
      hostname: address,
      port,
      vhost: path === '' ? '/' : path,
      heartbeat: 30,
    },
    {
      ...tls,
      timeout: timeoutMs,
      noDelay: true,
      ...(username === undefined
        ? isTls && tls.cert !== undefined && { credentials: credentials.external() }
        : { credentials: credentials.plain(username, password ?? '') }),
      clientProperties: { connection_name: 'bellbuoy' },
    },
  ).catch((error: unknown) => {
    throw loginRefusal(error)
  })
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  let isOpen = true
  let blocked: string | null = null
  const end = (error?: Error): void => {
    isOpen = false
    ended.reject(refusalOf(error))
  }
  connection.on('error', end)
  connection.on('close', end)
  connection.on('blocked', (reason: string) => (blocked = reason))
  connection.on('unblocked', () => (blocked = null))
  const channel = await connection.createConfirmChannel()
  channel.on('error', end)
  channel.on('close', end)
  const returned = returnsOf(channel)
  return {
    isOpen: () => isOpen,
    publish(message) {
      if (blocked !== null) throw new BrokerRefusal(`RabbitMQ takes no messages now: ${blocked}`)
      return Promise.race([publish(channel, exchange, message, returned), ended.promise])
    },
    close() {
      isOpen = false
      connection.close().catch(() => undefined)
    },
  }
}

/** The messages that came back, by their name on this channel. */
function returnsOf(channel: ConfirmChannel): Map<string, BrokerRefusal> {
  const returned = new Map<string, BrokerRefusal>()
  channel.on(
    'return',
    ({ fields, properties }: { fields: ReturnFields; properties: { headers: Headers } }) => {
      const { replyCode: status, replyText, routingKey } = fields
      const refusal = new BrokerRefusal(`no queue takes the routing key ${routingKey} (${replyText})`, {
        status,
      })
      returned.set(nameOf(properties.headers), refusal)
    },
  )
  return returned
}

type Headers = Readonly<Record<string, unknown>>
interface ReturnFields {
  readonly replyCode: number
  readonly replyText: string
  readonly routingKey: string
}

/** Tells the attempts apart that may be on their way at a time. */
function nameOf(headers: Headers): string {
  return [headers['webhook-id'], headers['x-bellbuoy-redelivery'], headers['x-bellbuoy-attempt']].join(' ')
}

function publish(
  channel: ConfirmChannel,
  exchange: string,
  { id, place, contentType, body, headers }: BrokerMessage,
  returned: Map<string, BrokerRefusal>,
): Promise<{ details: Record<string, never> }> {
  const name = nameOf(headers)
  const options = {
    mandatory: true,
    persistent: true,
    messageId: id,
    contentType,
    contentEncoding: 'utf-8',
    type: headers['x-bellbuoy-event'] ?? '',
    appId: 'bellbuoy',
    timestamp: Math.floor(Date.now() / 1000),
    headers,
  }
  return new Promise((resolve, reject) => {
    channel.publish(exchange, place, Buffer.from(body), options, (error: unknown) => {
      const refusal = returned.get(name)
      returned.delete(name)
      if (refusal !== undefined) reject(refusal)
      else if (error === null || error === undefined) resolve({ details: {} })
      else reject(new BrokerRefusal('RabbitMQ did not take the message (basic.nack)', { cause: error }))
    })
  })
}

/** RabbitMQ closes a connection or channel with a reply code, such as 404 for an exchange that does not exist. */
function refusalOf(error: Error | undefined): Error {
  if (error === undefined) return new Error('RabbitMQ closed the connection')
  const status = 'code' in error ? error.code : undefined
  return typeof status === 'number'
    ? new BrokerRefusal(`RabbitMQ refused: ${error.message}`, { status, cause: error })
    : error
}

/** RabbitMQ says ACCESS_REFUSED for a wrong password, and closes the connection for a virtual host that is not there. */
function loginRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  return /ACCESS_REFUSED|NOT_ALLOWED|\b403\b|\b530\b/.test(error.message)
    ? new BrokerRefusal(`RabbitMQ refused the log-in: ${error.message}`, {
        code: 'login',
        status: 403,
        cause: error,
      })
    : error
}
