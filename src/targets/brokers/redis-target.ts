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
    stream: Type.String({ minLength: 1, description: `the key of the stream; ${PLACEHOLDER_WORDS}` }),
    max_length: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000_000,
        description: 'about so many entries stay in the stream (MAXLEN ~); without it, all of them',
      }),
    ),
    ...COMMON_OPTIONS,
  },
  { additionalProperties: false },
)

interface RedisOptions extends CommonOptions {
  readonly max_length?: number
}

/**
 * A stream of Redis or Valkey: an entry with the fields `id`, `content_type`, `body` and the headers (redis.io/docs, "XADD"). A stream
 * recognises no repeats, so consumers go by `id`.
 */
const REDIS: Broker = {
  type: 'redis',
  name: 'Redis',
  protocol: 'Redis',
  addresses: { plain: ['redis', 6379], tls: ['rediss', 6379], pathMeans: 'DATABASE' },
  place: {
    name: 'stream',
    maxBytes: 1024,
    clean: (value) => value,
    fault: (key) => (/\p{Cc}/u.test(key) ? 'stream holds a control character' : null),
  },
  binding: { prefix: 'ce_', isEncoded: false },
  optionsSchema: OptionsSchema,
  open,
}

export function createRedisTarget(parts: PublisherParts): TargetKind {
  return createBrokerTarget(REDIS, parts)
}

/** What a server answers to a log-in that it refuses. */
const LOGIN = /^(WRONGPASS|NOAUTH|ERR (invalid password|AUTH|Client sent AUTH))/

async function open(dial: Dial, target: TargetWithSecrets): Promise<BrokerSession> {
  const { ErrorReply, createClient } = await import('@redis/client')
  const { address: host, port, isTls, path, tls, timeoutMs } = dial
  const { username, password, max_length: maxLength } = target.options as RedisOptions
  const client = createClient({
    socket: {
      host,
      port,
      connectTimeout: timeoutMs,
      reconnectStrategy: false,
      ...(isTls && { tls: true, ...tls }),
    },
    database: path === '' ? 0 : Number(path),
    name: 'bellbuoy',
    disableOfflineQueue: true,
    ...(username !== undefined && { username, password: password ?? '' }),
  })
  // Each call hears of it too.
  client.on('error', () => undefined)
  const refusalOf = (error: unknown): unknown => {
    if (!(error instanceof ErrorReply)) return error
    return LOGIN.test(error.message)
      ? new BrokerRefusal(`Redis refused the log-in: ${error.message}`, { code: 'login', cause: error })
      : new BrokerRefusal(`Redis did not take the message: ${error.message}`, { cause: error })
  }
  try {
    await client.connect()
  } catch (error) {
    client.destroy()
    throw refusalOf(error)
  }
  return {
    isOpen: () => client.isReady,
    async publish({ id, place, contentType, body, headers }) {
      const fields = { id, content_type: contentType, ...headers, body }
      const trim = maxLength === undefined ? {} : { TRIM: MAXLEN(maxLength) }
      try {
        return { details: { id: await client.xAdd(place, '*', fields, trim) } }
      } catch (error) {
        throw refusalOf(error)
      }
    },
    close: () => client.destroy(),
  }
}

function MAXLEN(threshold: number) {
  return { strategy: 'MAXLEN', strategyModifier: '~', threshold } as const
}
