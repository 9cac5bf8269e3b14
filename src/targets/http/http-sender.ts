import type { AddressGuard } from '../../domain/target/address-guard.ts'
import type { Failure, Outcome, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import type { Clock } from '../../domain/clock.ts'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { ConnectionPools } from './connection-pools.ts'
import type { ExchangeResult } from './exchange.ts'
import { breakOff, failureOf } from './failure.ts'
import { type RepeatedResult, repeatedExchange } from './repeated-exchange.ts'
import { redactedHeaders, requestHeaders, throughProxy } from './request-headers.ts'
import { type Sending, sendingTo } from './sending.ts'

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
  readonly readAnswer?: ReadAnswer
  /** False: the receiver ignores `webhook-id`, so it shows a repeated request twice. */
  readonly seesRepeats?: boolean
  /** False: an `Authorization` header means nothing to the receiver, and is left out. */
  readonly logsIn?: boolean
}

export interface HttpSender extends AsyncDisposable {
  /** Makes one attempt by POST. Never rejects. */
  readonly send: (delivery: LeasedDelivery, target: TargetWithSecrets) => Promise<Outcome>
}

/** Makes attempts by HTTP or HTTPS POST. */
export function createHttpSender(
  { guard, clock, timeoutMs, userAgent }: HttpSenderParts,
  { readAnswer = (_result, failure) => failure, seesRepeats = true, logsIn = true }: HttpSenderHabits = {},
): HttpSender {
  const pools = new ConnectionPools(guard)
  const sendings = new WeakMap<TargetWithSecrets, ReturnType<typeof sendingTo>>()

  function sendingOf(target: TargetWithSecrets): ReturnType<typeof sendingTo> {
    const known = sendings.get(target)
    if (known !== undefined) return known
    const sending = sendingTo(target, timeoutMs)
    sendings.set(target, sending)
    return sending
  }

  async function post(
    delivery: LeasedDelivery,
    sending: Sending,
    authorization: string | null,
  ): Promise<Outcome> {
    const startedAtMs = clock.now()
    const headers = requestHeaders(delivery, sending, { authorization, userAgent, nowMs: startedAtMs })
    const { connection, path } = sending
    const began = performance.now()
    const request = {
      ...throughProxy(connection, { path, headers }),
      body: delivery.payload.body,
      timeoutMs: connection.timeoutMs,
    }
    const { peer } = pools.of(delivery.targetId, sending)
    const result = await repeatedExchange(peer, request, { isSafe: seesRepeats })
    return {
      startedAtMs,
      durationMs: Math.round(performance.now() - began),
      request: requestOnRecord(result, headers, sending),
      response: responseOnRecord(result, connection.timeoutMs),
      failure: readAnswer(result, failureOf(result, connection, clock.now())),
      phases: result.phases,
    }
  }

  async function postWithToken(delivery: LeasedDelivery, sending: Sending, tries: number): Promise<Outcome> {
    const { tokens } = pools.of(delivery.targetId, sending)
    const startedAtMs = clock.now()
    const got = tokens === null ? null : await tokens.get(startedAtMs)
    if (got === null || 'failure' in got) return unsent(startedAtMs, got?.failure ?? NO_TOKENS)
    const outcome = await post(delivery, sending, `Bearer ${got.token}`)
    if (outcome.response?.status !== 401 || tries <= 1) return outcome
    tokens?.forget(got.token)
    return postWithToken(delivery, sending, tries - 1)
  }

  return {
    async send(delivery, target) {
      const sending = sendingOf(target)
      if ('fault' in sending) return unsent(clock.now(), invalidAddress(sending.fault))
      return sending.oauth2 === null
        ? post(delivery, sending, logsIn ? sending.authorization : null)
        : postWithToken(delivery, sending, 2)
    },
    [Symbol.asyncDispose]: () => pools[Symbol.asyncDispose](),
  }
}

const REPEATED =
  'sent once more, over a new connection: the receiver closed the kept-alive one before it answered'

function requestOnRecord(
  { isRepeated }: RepeatedResult,
  headers: Readonly<Record<string, string>>,
  sending: Sending,
): SentRequest {
  const request = { line: `POST ${sending.path} HTTP/1.1`, headers: redactedHeaders(headers, sending) }
  return isRepeated === true ? { ...request, remark: REPEATED } : request
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
