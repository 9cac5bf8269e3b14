import Type, { type TProperties } from 'typebox'
import type { Failure, ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { AddressReading, TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpAddressFault, httpUrlOf } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { originOf } from '../../domain/target/target-rules.ts'
import { HttpOptionsSchema, httpSecretsTravelTo } from '../http/http-options.ts'
import { type HttpSenderParts, type ReadAnswer, createHttpSender } from '../http/http-sender.ts'
import { readHttpOptions } from '../http/read-http-options.ts'
import type { TokenGrant } from '../http/token-grant.ts'
import type { WriteRequest } from '../http/writing.ts'
import { rateLimitOf } from '../options/rate-limit.ts'

/** What an answer says of a message. */
export interface CloudAnswer {
  /** Whether it acknowledges the message, in the status and the shape that the maker documents. */
  readonly isTaken: boolean
  /** Why it does not, in the words of the service; empty where there are none. */
  readonly reason: string
  /** Whether the service will never take this message. */
  readonly isForGood: boolean
}

/** What sets one queue or bus of a cloud apart from others. */
export interface Cloud {
  readonly type: string
  /** Its name in messages: `Amazon SQS`. */
  readonly name: string
  /** Null: any payload format for programs. */
  readonly ownFormat: string | null
  /** Options that it has beside those of every cloud, those of payloads among them. */
  readonly options: TProperties
  /** What is wrong with these, or null. */
  readonly optionsFault: (options: TargetOptions) => string | null
  readonly readAddress: (address: string) => AddressReading
  /** The URL that requests go to, or why there is none. */
  readonly urlOf: (target: {
    readonly address: string
    readonly options: TargetOptions
  }) => { readonly url: string } | { readonly fault: string }
  /** How it logs in by an access token, or why not; left out: another way. */
  readonly grantOf?: (options: TargetOptions) => TokenGrant | { readonly fault: string }
  readonly write: WriteRequest
  readonly read: (response: ReceivedResponse) => CloudAnswer
}

const { timeout_seconds, ca, proxy, template, cloudevents_mode, rate_limit } = HttpOptionsSchema.properties

/** Of payloads that are any JSON or text, in a message with attributes. */
export const WITH_ATTRIBUTES = { cloudevents_mode, template }
/** Of payloads in a message that has no attributes. */
export const WITHOUT_ATTRIBUTES = { template }

/** A kind of target for a queue or bus that takes messages by HTTPS: an attempt sends one, and succeeds when the service has acknowledged it. */
export function createCloudTarget(cloud: Cloud, parts: HttpSenderParts): TargetKind {
  const { type, ownFormat, optionsFault, readAddress, urlOf, grantOf, write } = cloud
  const sender = createHttpSender(parts, {
    write,
    readAnswer: answerOf(cloud),
    urlOf,
    ...(grantOf !== undefined && { grantOf }),
    logsIn: false,
    keepsHeaders: false,
  })
  return {
    type,
    ownFormat,
    optionsSchema: Type.Object(
      { ...cloud.options, timeout_seconds, ca, proxy, rate_limit },
      { additionalProperties: false },
    ),
    readOptions(options) {
      const fault = optionsFault(options) ?? endpointFault(options)
      return fault === null ? readHttpOptions(options, parts.clock.now()) : { fault }
    },
    secretsTravelTo(target) {
      const found = urlOf(target)
      const { endpoint } = target.options
      return {
        ...httpSecretsTravelTo({ ...target, address: 'url' in found ? found.url : target.address }),
        ...(typeof endpoint === 'string' && { endpoint: originOf(endpoint) }),
      }
    },
    readAddress,
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, null), gatherMs: 0 }),
    send: sender.send,
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  }
}

/** The option of those whose address is a name: where requests go instead of the endpoint of the region. */
export const ENDPOINT = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 1024,
    title: 'Endpoint',
    description: 'the URL of another endpoint, such as one in a private network; without a path',
  }),
)

function endpointFault({ endpoint }: TargetOptions): string | null {
  if (typeof endpoint !== 'string') return null
  const fault = httpAddressFault(endpoint)
  if (fault !== null) return `endpoint: ${fault}`
  const { pathname, search, username, password } = httpUrlOf(endpoint)
  if (pathname !== '/' || search !== '') return 'endpoint has a path: give scheme, host and port alone'
  return username === '' && password === '' ? null : 'endpoint holds a user or password'
}

/** The message counts as taken only when the service says so: another 2xx can come from a proxy, for example. */
function answerOf({ name, read }: Cloud): ReadAnswer {
  return ({ response }, failure) => {
    if (response === null) return failure
    const { status } = response
    const { isTaken, reason, isForGood } = read(response)
    if (failure === null && isTaken) return null
    if (failure !== null && (status < 400 || status === 407)) return failure
    return {
      code: 'status',
      text: `${name} answered ${status}${wordsOf(reason, failure)}`,
      permanent: isForGood,
      retryAfterMs: failure?.retryAfterMs ?? null,
    }
  }
}

const MAX_REASON = 300

function wordsOf(reason: string, failure: Failure | null): string {
  if (reason !== '') return `: ${reason.slice(0, MAX_REASON)}`
  return failure === null ? ' without an acknowledgement of the message' : ''
}
