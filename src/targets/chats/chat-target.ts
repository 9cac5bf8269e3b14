import Type, { type TProperties } from 'typebox'
import type { Failure, ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpAddressFault, withoutUserInfo } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { RateLimit } from '../../domain/target/rate-limit.ts'
import { type Refusal, isForGood } from './refusal.ts'
import { httpSecretsTravelTo } from '../http-target.ts'
import { HttpOptionsSchema } from '../http/http-options.ts'
import { type HttpSenderParts, type ReadAnswer, createHttpSender } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'
import { readHttpOptions } from '../http/read-http-options.ts'
import { rateLimitOf } from '../options/rate-limit.ts'

/** What sets one chat apart from others. */
export interface Chat {
  readonly type: string
  /** Its name in messages: `Slack`. */
  readonly name: string
  readonly ownFormat: string
  /** The rate that it accepts; used where the owner of a target has set none. */
  readonly rateLimit: RateLimit
  /** Options that it has beside those of every chat. */
  readonly options?: TProperties
  /** What is wrong with these, or null. */
  readonly optionsFault?: (options: TargetOptions) => string | null
  /** What is wrong with an address that is one of HTTP, or null. */
  readonly addressFault?: (address: string) => string | null
  /** How a request to it differs from the message in a POST to the address. */
  readonly write?: WriteRequest
  /**
   * The refusal that a 2xx answer carries in its body, or null. Only for chats whose maker documents such answers, and only for the
   * documented shape: any other 2xx is a success, whatever its body says.
   */
  readonly refusalIn?: (response: ReceivedResponse) => Refusal | null
  /** The wait that an answer asks for in its body, in ms, or null. */
  readonly waitOf?: (response: ReceivedResponse) => number | null
}

const { timeout_seconds, ca, proxy, rate_limit } = HttpOptionsSchema.properties

/** A kind of target for the incoming webhooks of a chat: the address, and options of its own, are all there is to log in with. */
export function createChatTarget(chat: Chat, parts: HttpSenderParts): TargetKind {
  const { type, ownFormat, options: ownOptions = {}, optionsFault, write } = chat
  const sender = createHttpSender(parts, {
    readAnswer: chatAnswer(chat),
    ...(write !== undefined && { write }),
    logsIn: false,
    seesRepeats: false,
  })
  return {
    type,
    ownFormat,
    optionsSchema: Type.Object(
      { ...ownOptions, timeout_seconds, ca, proxy, rate_limit },
      { additionalProperties: false },
    ),
    readOptions(options) {
      const fault = optionsFault?.(options) ?? null
      return fault === null ? readHttpOptions(options, parts.clock.now()) : { fault }
    },
    secretsTravelTo: httpSecretsTravelTo,
    readAddress(address) {
      const fault = httpAddressFault(address) ?? chat.addressFault?.(address) ?? null
      return fault === null ? { ...withoutUserInfo(address), authHeader: null } : { fault }
    },
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, chat.rateLimit), gatherMs: 0 }),
    send: sender.send,
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  }
}

/** Reads a chat's answers: a refusal is permanent, except for those that pass. */
function chatAnswer({ name, refusalIn, waitOf }: Chat): ReadAnswer {
  return ({ response }, failure) => {
    if (response === null) return failure
    const { status, body } = response
    if (failure === null) {
      const refusal = refusalIn?.(response) ?? null
      return refusal === null ? null : answered(name, status, body, refusal)
    }
    if (status < 400) return failure
    const retryAfterMs = failure.retryAfterMs ?? waitOf?.(response) ?? null
    return answered(name, status, body, { permanent: isForGood(status), retryAfterMs })
  }
}

const MAX_REASON = 120

function answered(name: string, status: number, body: string, refusal: Refusal): Failure {
  const [first = ''] = body.trim().split(/[\r\n]/, 1)
  const reason = first === '' ? '' : `: ${first.slice(0, MAX_REASON)}`
  return { code: 'status', text: `${name} answered ${status}${reason}`, ...refusal }
}
