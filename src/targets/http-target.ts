import type { AddressGuard } from '../domain/address-guard.ts'
import type { Outcome } from '../domain/attempt.ts'
import type { Clock } from '../domain/clock.ts'
import type { LeasedDelivery } from '../domain/delivery.ts'
import { httpAddressFault, httpUrlOf, withoutUserInfo } from '../domain/http-address.ts'
import type { TargetKind, TargetWithSecrets } from '../domain/target.ts'
import { PAYLOAD_OPTIONS } from './payload-options.ts'
import { ConnectionPools } from './http/connection-pools.ts'
import { exchange } from './http/exchange.ts'
import { failureOf } from './http/failure.ts'
import { redactedHeaders, requestHeaders } from './http/request-headers.ts'

export interface HttpTargetOptions {
  readonly guard: AddressGuard
  readonly clock: Clock
  /** Deadline over connection, headers and body together. */
  readonly timeoutMs: number
  readonly userAgent: string
}

/** Delivers by HTTP or HTTPS POST. */
export function createHttpTarget({ guard, clock, timeoutMs, userAgent }: HttpTargetOptions): TargetKind {
  const pools = new ConnectionPools(guard, timeoutMs)

  async function send(delivery: LeasedDelivery, target: TargetWithSecrets): Promise<Outcome> {
    const startedAtMs = clock.now()
    const fault = httpAddressFault(target.address)
    if (fault !== null) return unsendable(startedAtMs, fault)
    const url = httpUrlOf(target.address)
    const path = `${url.pathname}${url.search}`
    const headers = requestHeaders(delivery, target, userAgent, startedAtMs)
    const began = performance.now()
    const result = await exchange(pools.poolOf(target, url.origin), {
      path,
      headers,
      body: delivery.payload.body,
      timeoutMs,
    })
    return {
      startedAtMs,
      durationMs: Math.round(performance.now() - began),
      request: { line: `POST ${path} HTTP/1.1`, headers: redactedHeaders(headers, url.host) },
      response: result.response,
      failure: failureOf(result, timeoutMs, clock.now()),
      phases: result.phases,
    }
  }

  return {
    type: 'http',
    ownFormat: null,
    optionsSchema: { type: 'object', properties: PAYLOAD_OPTIONS },
    readAddress(address) {
      const fault = httpAddressFault(address)
      return fault === null ? withoutUserInfo(address) : { fault }
    },
    send,
    [Symbol.asyncDispose]: () => pools[Symbol.asyncDispose](),
  }
}

function unsendable(startedAtMs: number, text: string): Outcome {
  const failure = { code: 'invalid_address', text, permanent: true, retryAfterMs: null } as const
  return { startedAtMs, durationMs: 0, request: null, response: null, failure }
}
