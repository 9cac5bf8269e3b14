import type { OptionsSchema, TargetOptions } from '../../domain/options.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import type { AddressRules, BrokerServer } from './broker-address.ts'
import type { AttributeBinding, BrokerMessage } from './broker-message.ts'
import type { PlaceRules } from './place.ts'

/** The acknowledgement of a broker, for the record. */
export interface BrokerAnswer {
  /** The details that it gives, such as the place of the message in a stream. */
  readonly details: Readonly<Record<string, string | number | boolean>>
  /** For people: something about a message that was taken. */
  readonly remark?: string
}

/** A connection to a broker over which any number of messages are on their way at a time. */
export interface BrokerSession {
  /** False once it has ended, by either side: nothing can be published over it any more. */
  readonly isOpen: () => boolean
  /**
   * Resolves when the broker has acknowledged the message, and thus answers for it.
   *
   * @throws BrokerRefusal when the broker does not take the message, Error when the connection breaks
   */
  readonly publish: (message: BrokerMessage) => Promise<BrokerAnswer>
  /** Ends it at once; what is on its way fails. */
  readonly close: () => void
}

/** A server that the guard has judged, and what a connection to it needs. */
export interface Dial extends BrokerServer {
  /** The IP address to connect to. */
  readonly address: string
  /** Options of `tls.connect`; `servername` is the name that the certificate must have. */
  readonly tls: {
    readonly servername?: string
    readonly rejectUnauthorized: boolean
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
    readonly passphrase?: string
  }
  readonly timeoutMs: number
}

/** What sets one broker apart from others. */
export interface Broker {
  readonly type: string
  /** Its name in messages: `RabbitMQ`. */
  readonly name: string
  /** As the record of an attempt names it: `AMQP 0-9-1`. */
  readonly protocol: string
  readonly addresses: AddressRules
  /** How the option that says where messages go is read; its name is that of the option. */
  readonly place: PlaceRules
  readonly binding: AttributeBinding
  readonly optionsSchema: OptionsSchema
  /** What is wrong with its own options, or null. */
  readonly optionsFault?: (options: TargetOptions) => string | null
  /**
   * Opens a connection to one server, and logs in. Loads the client library at its first call.
   *
   * @throws BrokerRefusal when the broker refuses the log-in, Error
   */
  readonly open: (dial: Dial, target: TargetWithSecrets) => Promise<BrokerSession>
}

/** The broker answered, and does not let Bellbuoy in or does not take a message. */
export class BrokerRefusal extends Error {
  readonly code: 'refused' | 'login'
  /** The broker's own number for it; 0 where it has none. */
  readonly status: number
  /** True when the broker will never take the message, such as one that is too large. */
  readonly permanent: boolean

  constructor(
    message: string,
    {
      code = 'refused',
      status = 0,
      permanent = false,
      cause,
    }: { code?: 'refused' | 'login'; status?: number; permanent?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'BrokerRefusal'
    this.code = code
    this.status = status
    this.permanent = permanent
  }
}
