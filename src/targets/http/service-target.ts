import Type, { type TProperties } from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpAddressFault, withoutUserInfo } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { RateLimit } from '../../domain/target/rate-limit.ts'
import { rateLimitOf } from '../options/rate-limit.ts'
import { HttpOptionsSchema, httpSecretsTravelTo } from './http-options.ts'
import { type HttpSenderParts, createHttpSender } from './http-sender.ts'
import { readHttpOptions } from './read-http-options.ts'
import { type ServiceAnswers, serviceAnswer } from './service-answer.ts'
import type { WriteRequest } from './writing.ts'

/** What sets one service that speaks HTTP apart from others. */
export interface Service extends ServiceAnswers {
  readonly type: string
  readonly ownFormat: string
  /** The event types that mean something to it; left out: all. */
  readonly eventTypes?: TargetKind['eventTypes']
  /** The rate that it accepts; used where the owner of a target has set none. */
  readonly rateLimit: RateLimit | null
  /** The address of a target that names none. */
  readonly usualAddress?: string
  /** Options that it has beside those of every service. */
  readonly options?: TProperties
  /** What is wrong with these, or null. */
  readonly optionsFault?: (options: TargetOptions) => string | null
  /** What is wrong with an address that is one of HTTP, or null. */
  readonly addressFault?: (address: string) => string | null
  /** How a request to it differs from the payload in a POST to the address. */
  readonly write?: WriteRequest
  /** True: a request that comes twice does no more than one. */
  readonly seesRepeats: boolean
  /** True: targets may log in as those of the kind `http` do. */
  readonly logsIn?: boolean
}

const { timeout_seconds, ca, proxy, rate_limit, basic, bearer, client_certificate } =
  HttpOptionsSchema.properties

/** A kind of target for a service: its options name what a request needs, so that nobody has to know its API. */
export function createServiceTarget(service: Service, parts: HttpSenderParts): TargetKind {
  const { type, ownFormat, eventTypes, options: ownOptions = {}, optionsFault, write } = service
  const { seesRepeats, logsIn = false } = service
  const sender = createHttpSender(parts, {
    readAnswer: serviceAnswer(service, () => parts.clock.now()),
    ...(write !== undefined && { write }),
    logsIn,
    seesRepeats,
  })
  const logins = logsIn ? { basic, bearer, client_certificate } : {}
  return {
    type,
    ownFormat,
    ...(eventTypes !== undefined && { eventTypes }),
    optionsSchema: Type.Object(
      { ...ownOptions, ...logins, timeout_seconds, ca, proxy, rate_limit },
      { additionalProperties: false },
    ),
    readOptions(options) {
      const fault = optionsFault?.(options) ?? null
      return fault === null ? readHttpOptions(options, parts.clock.now()) : { fault }
    },
    secretsTravelTo: httpSecretsTravelTo,
    readAddress(given) {
      const address = given.trim() === '' ? (service.usualAddress ?? given) : given
      const fault = httpAddressFault(address) ?? service.addressFault?.(address) ?? null
      if (fault !== null) return { fault }
      const read = withoutUserInfo(address)
      return logsIn ? read : { ...read, authHeader: null }
    },
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, service.rateLimit), gatherMs: 0 }),
    send: sender.send,
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  }
}

/** A path of a service's API below the path of an address, which may have a slash at its end, or name the whole path already. */
export function pathBelow(path: string, below: string): string {
  const [base = '', query] = path.split('?', 2)
  const start = base.replace(/\/+$/, '')
  const whole = start.endsWith(below) ? start : `${start}${below}`
  return query === undefined ? whole : `${whole}?${query}`
}
