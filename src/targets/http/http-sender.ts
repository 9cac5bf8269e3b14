import type { AddressGuard } from '../../domain/target/address-guard.ts'
import type { Failure, Outcome, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import type { Clock } from '../../domain/clock.ts'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { ConnectionPools } from './connection-pools.ts'
import type { ExchangeRequest, ExchangeResult } from './exchange.ts'
import { breakOff, failureOf } from './failure.ts'
import { type RepeatedResult, repeatedExchange } from './repeated-exchange.ts'
import {
  REDACTED,
  plainHeaders,
  redactedHeaders,
  requestHeaders,
  throughProxy,
  withHeaders,
} from './request-headers.ts'
import { type Sending, sendingTo } from './sending.ts'
import type { TokenGrant } from './token-grant.ts'
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
  /** False: the receiver keeps no headers, or has rules of its own for them, so it gets none of a webhook. */
  readonly keepsHeaders?: boolean
  /** The URL of requests to a target whose address is none, or why there is none. */
  readonly urlOf?: (target: TargetWithSecrets) => { readonly url: string } | { readonly fault: string }
  /** How targets get access tokens that have no `oauth2`, or why they get none. */
  readonly grantOf?: (options: TargetOptions) => TokenGrant | { readonly fault: string }
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
    keepsHeaders = true,
    urlOf = ({ address: url }) => ({ url }),
    grantOf,
  }: HttpSenderHabits = {},
): HttpSender {
  const pools = new ConnectionPools(guard)
  const headersOf = keepsHeaders ? requestHeaders : plainHeaders
  const sendingOf = rememberedSendings((target) => sendingBy(target, { urlOf, grantOf, timeoutMs }))

  async function post(
    delivery: LeasedDelivery,
    { sending, target }: Addressed,
    authorization: string | null,
  ): Promise<Outcome> {
    const startedAtMs = clock.now()
    const usual = headersOf(delivery, sending, { authorization, userAgent, nowMs: startedAtMs })
    const plain = { path: sending.path, body: delivery.payload.body }
    const writing = write(plain, { delivery, target, nowMs: startedAtMs })
    const { request, onRecord } = composed(sending, usual, writing)
    const { peer } = pools.of(delivery.targetId, sending)
    const began = performance.now()
    const answered = await repeatedExchange(peer, request, { isSafe: seesRepeats })
    const token = sending.tokens === null || authorization === null ? [] : [authorization]
    const result = withoutEchoes(answered, [...Object.values(writing.secretHeaders ?? {}), ...token])
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
      return sending.tokens === null
        ? post(delivery, { sending, target }, logsIn ? sending.authorization : null)
        : postWithToken(delivery, { sending, target }, 2)
    },
    [Symbol.asyncDispose]: () => pools[Symbol.asyncDispose](),
  }
}

interface SendingParts {
  readonly urlOf: NonNullable<HttpSenderHabits['urlOf']>
  readonly grantOf: HttpSenderHabits['grantOf']
  readonly timeoutMs: number
}

function sendingBy(
  target: TargetWithSecrets,
  { urlOf, grantOf, timeoutMs }: SendingParts,
): ReturnType<SendingOf> {
  const found = urlOf(target)
  if ('fault' in found) return found
  const grant = grantOf?.(target.options)
  if (grant !== undefined && 'fault' in grant) return grant
  return sendingTo({ ...target, address: found.url }, timeoutMs, grant)
}

type SendingOf = (target: TargetWithSecrets) => ReturnType<typeof sendingTo>

/** Reads the settings of each target once. */
function rememberedSendings(read: SendingOf): SendingOf {
  const sendings = new WeakMap<TargetWithSecrets, ReturnType<SendingOf>>()
  return (target) => {
    const known = sendings.get(target)
    if (known !== undefined) return known
    const sending = read(target)
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

/** An answer can quote the request, as AWS does when a signature is wrong. */
function withoutEchoes(result: RepeatedResult, secrets: readonly string[]): RepeatedResult {
  const { response } = result
  if (response === null || secrets.length === 0) return result
  const body = secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), response.body)
  return { ...result, response: { ...response, body } }
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
