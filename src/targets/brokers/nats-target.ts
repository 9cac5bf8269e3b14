import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { createBrokerTarget } from './broker-target.ts'
import { causesOf } from './broker-failure.ts'
import { type Broker, BrokerRefusal, type BrokerSession, type Dial } from './broker.ts'
import { COMMON_OPTIONS, type CommonOptions } from './broker-options.ts'
import { PLACEHOLDER_WORDS } from './place.ts'
import { secretOption } from '../options/secret.ts'
import type { PublisherParts } from './publisher.ts'

const OptionsSchema = Type.Object(
  {
    subject: Type.String({ minLength: 1, description: `the subject of a stream; ${PLACEHOLDER_WORDS}` }),
    token: secretOption('to log in with, where the server knows no users'),
    credentials: secretOption('the contents of a .creds file'),
    ...COMMON_OPTIONS,
  },
  { additionalProperties: false },
)

interface NatsOptions extends CommonOptions {
  readonly token?: string
  readonly credentials?: string
}

/**
 * NATS with JetStream: a stream acknowledges each message, and recognises a repeated one by its `Nats-Msg-Id` within its
 * `duplicate_window` (docs.nats.io, "JetStream", "Model deep dive"). CloudEvents by the NATS binding 1.0.3.
 */
const NATS: Broker = {
  type: 'nats',
  name: 'NATS',
  protocol: 'NATS JetStream',
  addresses: { plain: ['nats', 4222], tls: ['tls', 4222], pathMeans: null },
  place: {
    name: 'subject',
    maxBytes: 255,
    clean: (value) => value.replace(/[\s.*>$]/g, '_'),
    fault: (subject) =>
      /^[^\s.*>]+(\.[^\s.*>]+)*$/.test(subject)
        ? null
        : 'subject has tokens with dots between them, without spaces, * and >',
  },
  binding: { prefix: 'ce-', isEncoded: true },
  optionsSchema: OptionsSchema,
  optionsFault: (options) =>
    [options['username'], options['token'], options['credentials']].filter((one) => one !== undefined)
      .length > 1
      ? 'a target logs in by username, token or credentials: give one of them'
      : null,
  open,
}

export function createNatsTarget(parts: PublisherParts): TargetKind {
  return createBrokerTarget(NATS, parts)
}

async function open(
  { host, address, port, isTls, tls, timeoutMs }: Dial,
  target: TargetWithSecrets,
): Promise<BrokerSession> {
  const nats = await import('@nats-io/transport-node')
  const { jetstream } = await import('@nats-io/jetstream')
  const { username, password, token, credentials } = target.options as NatsOptions
  const connection = await nats
    .connect({
      servers: address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
      name: 'bellbuoy',
      // Without a name the certificate of an IP address would have to be that of `localhost`.
      ...(isTls && { tls: Object.assign({ host }, tls) }),
      timeout: timeoutMs,
      reconnect: false,
      // Addresses that the server names are not judged by the guard.
      ignoreClusterUpdates: true,
      resolve: false,
      ...(username !== undefined && { user: username, pass: password ?? '' }),
      ...(token !== undefined && { token }),
      ...(credentials !== undefined && {
        authenticator: nats.credsAuthenticator(new TextEncoder().encode(credentials)),
      }),
    })
    .catch((error: unknown) => {
      throw error instanceof nats.AuthorizationError
        ? new BrokerRefusal(`NATS refused the log-in: ${error.message}`, { code: 'login', cause: error })
        : error
    })
  const stream = jetstream(connection, { timeout: timeoutMs })
  return {
    isOpen: () => !connection.isClosed(),
    async publish({ id, place, contentType, body, headers }) {
      const sent = nats.headers()
      sent.set('content-type', contentType)
      if ('ce-specversion' in headers) sent.set('ce-datacontenttype', contentType)
      for (const [name, value] of Object.entries(headers)) sent.set(name, value)
      try {
        const {
          stream: name,
          seq,
          duplicate,
        } = await stream.publish(place, body, { msgID: id, headers: sent })
        return { details: { stream: name, seq, duplicate } }
      } catch (error) {
        throw await refusalOf(error, place)
      }
    },
    close: () => void connection.close(),
  }
}

/** Reads an error of a publication; one that is no answer of the server is left as it is. */
async function refusalOf(error: unknown, subject: string): Promise<unknown> {
  const nats = await import('@nats-io/transport-node')
  const { JetStreamApiError, JetStreamError } = await import('@nats-io/jetstream')
  for (const cause of causesOf(error)) {
    if (cause instanceof nats.NoRespondersError)
      return new BrokerRefusal(`NATS has no stream for the subject ${subject}`, { status: 503, cause })
    if (cause instanceof nats.PermissionViolationError)
      return new BrokerRefusal(`NATS does not let this user publish to ${subject}`, { status: 403, cause })
    if (cause instanceof nats.InvalidArgumentError)
      return new BrokerRefusal(refused(cause), { permanent: true, cause })
    if (cause instanceof JetStreamApiError) {
      const { code, status } = cause
      return new BrokerRefusal(refused(cause), { status, permanent: code === TOO_LARGE, cause })
    }
    if (cause instanceof JetStreamError) return new BrokerRefusal(refused(cause), { cause })
  }
  return error
}

function refused({ message }: Error): string {
  return `NATS did not take the message: ${message}`
}

/** `JSStreamMessageExceedsMaximumErr` of the server's error codes. */
const TOO_LARGE = 10054
