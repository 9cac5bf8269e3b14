import type { AddressReading, TargetKind } from '../domain/delivery/target-kind.ts'
import { httpAddressFault, withoutUserInfo } from '../domain/http-address.ts'
import { originOf } from '../domain/target/target-rules.ts'
import { type HttpOptions, HttpOptionsSchema } from './http/http-options.ts'
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

/** A proxy sees the requests to an http target, and can pose as an https target whose certificate is not verified. */
export const httpSecretsTravelTo: TargetKind['secretsTravelTo'] = ({ address, options }) => {
  const { oauth2, proxy } = options as HttpOptions
  return {
    address: originOf(address),
    ...(oauth2 !== undefined && { 'oauth2.token_url': originOf(oauth2.token_url) }),
    ...(proxy !== undefined && { 'proxy.url': originOf(proxy.url) }),
  }
}
