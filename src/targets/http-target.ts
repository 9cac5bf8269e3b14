import type { AddressReading, TargetKind } from '../domain/delivery/target-kind.ts'
import { httpAddressFault, withoutUserInfo } from '../domain/http-address.ts'
import { HttpOptionsSchema, httpSecretsTravelTo } from './http/http-options.ts'
import { type HttpSenderParts, createHttpSender } from './http/http-sender.ts'
import { readHttpOptions } from './http/read-http-options.ts'
import { rateLimitOf } from './options/rate-limit.ts'

/** Delivers by HTTP or HTTPS POST, in any payload format for programs. */
export function createHttpTarget(parts: HttpSenderParts): TargetKind {
  const sender = createHttpSender(parts)
  return {
    type: 'http',
    ownFormat: null,
    optionsSchema: HttpOptionsSchema,
    readOptions: (options) => readHttpOptions(options, parts.clock.now()),
    secretsTravelTo: httpSecretsTravelTo,
    readAddress: readHttpAddress,
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, null), gatherMs: 0 }),
    send: sender.send,
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  }
}

function readHttpAddress(address: string): AddressReading {
  const fault = httpAddressFault(address)
  return fault === null ? withoutUserInfo(address) : { fault }
}
