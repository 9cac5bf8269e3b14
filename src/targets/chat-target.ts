import Type from 'typebox'
import type { Failure, ReceivedResponse } from '../domain/delivery/attempt.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { httpAddressFault, withoutUserInfo } from '../domain/http-address.ts'
import type { RateLimit } from '../domain/target/rate-limit.ts'
import { httpSecretsTravelTo } from './http-target.ts'
import { HttpOptionsSchema } from './http/http-options.ts'
import { type HttpSenderParts, type ReadAnswer, createHttpSender } from './http/http-sender.ts'
import { readHttpOptions } from './http/read-http-options.ts'
import { rateLimitOf } from './options/rate-limit.ts'

/** What sets one chat apart from others. */
export interface Chat {
  readonly type: string
  /** Its name in messages: `Slack`. */
  readonly name: string
  readonly ownFormat: string
  /** The rate that it accepts; used where the owner of a target has set none. */
  readonly rateLimit: RateLimit
  /**
   * The status of the refusal that a 2xx answer carries in its body, or null. Only for chats whose maker documents such
   * answers, and only for the documented shape: any other 2xx is a success, whatever its body says.
   */
  readonly refusalIn?: (response: ReceivedResponse) => number | null
  /** The wait that an answer asks for in its body, in ms, or null. */
  readonly waitOf?: (response: ReceivedResponse) => number | null
}

const { timeout_seconds, ca, proxy, rate_limit } = HttpOptionsSchema.properties
const ChatOptionsSchema = Type.Object(
  { timeout_seconds, ca, proxy, rate_limit },
  { additionalProperties: false },
)

/** A kind of target for the incoming webhooks of a chat: the address is all there is to log in with. */
export function createChatTarget(chat: Chat, parts: HttpSenderParts): TargetKind {
  const sender = createHttpSender(parts, {
    readAnswer: chatAnswer(chat),
    logsIn: false,
    seesRepeats: false,
  })
  return {
    type: chat.type,
    ownFormat: chat.ownFormat,
    optionsSchema: ChatOptionsSchema,
    readOptions: (options) => readHttpOptions(options, parts.clock.now()),
    secretsTravelTo: httpSecretsTravelTo,
    readAddress(address) {
      const fault = httpAddressFault(address)
      return fault === null ? { ...withoutUserInfo(address), authHeader: null } : { fault }
    },
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, chat.rateLimit), gatherMs: 0 }),
    send: sender.send,
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  }
}

/** Of the answers below 500 only these can change with time (RFC 9110, 8470, 6585): timeout, too early, too many requests. */
const PASSING: readonly number[] = [408, 425, 429]

/** Reads a chat's answers: a refusal is permanent, except for those that pass. */
function chatAnswer({ name, refusalIn, waitOf }: Chat): ReadAnswer {
  return ({ response }, failure) => {
    if (response === null) return failure
    const { status, body } = response
    if (failure === null) {
      const refused = refusalIn?.(response) ?? null
      if (refused === null) return null
      return answered(name, status, body, { permanent: isForGood(refused), retryAfterMs: null })
    }
    if (status < 400) return failure
    const retryAfterMs = failure.retryAfterMs ?? waitOf?.(response) ?? null
    return answered(name, status, body, { permanent: isForGood(status), retryAfterMs })
  }
}

function isForGood(status: number): boolean {
  return status < 500 && !PASSING.includes(status)
}

const MAX_REASON = 120

function answered(
  name: string,
  status: number,
  body: string,
  rest: Pick<Failure, 'permanent' | 'retryAfterMs'>,
): Failure {
  const [first = ''] = body.trim().split(/[\r\n]/, 1)
  const reason = first === '' ? '' : `: ${first.slice(0, MAX_REASON)}`
  return { code: 'status', text: `${name} answered ${status}${reason}`, ...rest }
}
