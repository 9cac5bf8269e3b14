import type { AddressGuard } from '../../domain/target/address-guard.ts'
import type { Failure, Outcome, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import type { Clock } from '../../domain/clock.ts'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { ConnectionPools } from './connection-pools.ts'
import type { ExchangeRequest, ExchangeResult } from './exchange.ts'
import { breakOff, failureOf } from './failure.ts'
import { repeatedExchange } from './repeated-exchange.ts'
import { redactedHeaders, requestHeaders, throughProxy, withHeaders } from './request-headers.ts'
import { type Sending, sendingTo } from './sending.ts'
import type { WriteRequest, Writing } from './writing.ts'

export interface HttpSenderParts {
  readonly guard: AddressGuard
  readonly clock: Clock
  /** Deadline over connection, headers and body together, of targets that have none of their own. */
  readonly timeoutMs: number
  readonly userAgent: string
}

/**
 * What an answer means to a receiver of one kind.
 *
 * @param failure what it means to any: null when it is 2xx
 */
export type ReadAnswer = (result: ExchangeResult, failure: Failure | null) => Failure | null

export interface HttpSenderHabits {
  readonly write?: WriteRequest
  readonly readAnswer?: ReadAnswer
  /** False: the receiver ignores `webhook-id`, so it shows a repeated request twice. */
  readonly seesRepeats?: boolean
  /** False: an `Authorization` header means nothing to the receiver, and is left out. */
  readonly logsIn?: boolean
}

export interface HttpSender extends AsyncDisposable {
  /** Makes one attempt. Never rejects. */
  readonly send: (delivery: LeasedDelivery, target: TargetWithSecrets) => Promise<Outcome>
}

/** A target, and how requests to it are sent. */
interface Addressed {
  readonly sending: Sending
  readonly target: TargetWithSecrets
}

/** Makes attempts by HTTP or HTTPS. */
export function createHttpSender(
  { guard, clock, timeoutMs, userAgent }: HttpSenderParts,
  {
    readAnswer = (_result, failure) => failure,
    write = (plain) => plain,
    seesRepeats = true,
    logsIn = true,
  }: HttpSenderHabits = {},
): HttpSender {
  const pools = new ConnectionPools(guard)
  const sendingOf = rememberedSendings(timeoutMs)

  async function post(
    delivery: LeasedDelivery,
    { sending, target }: Addressed,
    authorization: string | null,
  ): Promise<Outcome> {
    const startedAtMs = clock.now()
    const usual = requestHeaders(delivery, sending, { authorization, userAgent, nowMs: startedAtMs })
    const plain = { path: sending.path, body: delivery.payload.body }
    const { request, onRecord } = composed(
      sending,
      usual,
      write(plain, { delivery, target, nowMs: startedAtMs }),
    )
    const { peer } = pools.of(delivery.targetId, sending)
    const began = performance.now()
    const result = await repeatedExchange(peer, request, { isSafe: seesRepeats })
    return {
      startedAtMs,
      durationMs: Math.round(performance.now() - began),
      request: result.isRepeated === true ? { ...onRecord, remark: REPEATED } : onRecord,
      response: responseOnRecord(result, request.timeoutMs),
      failure: readAnswer(result, failureOf(result, sending.connection, clock.now())),
      phases: result.phases,
    }
  }

  async function postWithToken(delivery: LeasedDelivery, to: Addressed, tries: number): Promise<Outcome> {
    const { tokens } = pools.of(delivery.targetId, to.sending)
    const startedAtMs = clock.now()
    const got = tokens === null ? null : await tokens.get(startedAtMs)
    if (got === null || 'failure' in got) return unsent(startedAtMs, got?.failure ?? NO_TOKENS)
    const outcome = await post(delivery, to, `Bearer ${got.token}`)
    if (outcome.response?.status !== 401 || tries <= 1) return outcome
    tokens?.forget(got.token)
    return postWithToken(delivery, to, tries - 1)
  }

  return {
    async send(delivery, target) {
      const sending = sendingOf(target)
      if ('fault' in sending) return unsent(clock.now(), invalidAddress(sending.fault))
      return sending.oauth2 === null
        ? post(delivery, { sending, target }, logsIn ? sending.authorization : null)
        : postWithToken(delivery, { sending, target }, 2)
    },
    [Symbol.asyncDispose]: () => pools[Symbol.asyncDispose](),
  }
}

/** Reads the settings of each target once. */
function rememberedSendings(timeoutMs: number): (target: TargetWithSecrets) => ReturnType<typeof sendingTo> {
  const sendings = new WeakMap<TargetWithSecrets, ReturnType<typeof sendingTo>>()
  return (target) => {
    const known = sendings.get(target)
    if (known !== undefined) return known
    const sending = sendingTo(target, timeoutMs)
    sendings.set(target, sending)
    return sending
  }
}

const REPEATED =
  'sent once more, over a new connection: the receiver closed the kept-alive one before it answered'

/** A request, and what of it may stand on record. */
function composed(
  sending: Sending,
  usual: Record<string, string>,
  writing: Writing,
): { readonly request: ExchangeRequest; readonly onRecord: SentRequest } {
  const { method = 'POST', path, body, pathOnRecord = path } = writing
  const { connection } = sending
  const headers = withHeaders(usual, writing)
  const { timeoutMs } = connection
  return {
    request: { ...throughProxy(connection, { path, headers }), method, body, timeoutMs },
    onRecord: {
      line: `${method} ${pathOnRecord} HTTP/1.1`,
      headers: redactedHeaders(headers, sending, writing.secretHeaders),
    },
  }
}

function responseOnRecord(result: ExchangeResult, timeoutMs: number): ReceivedResponse | null {
  const remark = breakOff(result, timeoutMs)
  return result.response === null || remark === null ? result.response : { ...result.response, remark }
}

const NO_TOKENS: Failure = {
  code: 'login',
  text: 'the target has no access tokens',
  permanent: true,
  retryAfterMs: null,
}

function invalidAddress(text: string): Failure {
  return { code: 'invalid_address', text, permanent: true, retryAfterMs: null }
}

function unsent(startedAtMs: number, failure: Failure): Outcome {
  return { startedAtMs, durationMs: 0, request: null, response: null, failure }
}
