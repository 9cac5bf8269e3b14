import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import type { AddressGuard } from '../../domain/address-guard.ts'

/** The receiver's address is one that Bellbuoy must not connect to. */
export class BlockedAddressError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BlockedAddressError'
  }
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * A connector that asks the guard about the very addresses it then connects to, so that a name which resolves to something
 * else the second time (DNS rebinding) gains nothing.
 */
export function guardedConnect(
  guard: AddressGuard,
  options: { readonly skipCertVerify: boolean; readonly timeoutMs: number },
): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(guard),
    rejectUnauthorized: !options.skipCertVerify,
    timeout: options.timeoutMs,
    allowH2: false,
  })
  return (where, callback) => {
    // An address that is written as an IP is never looked up.
    const refusal = isIP(where.hostname) === 0 ? null : guard.refusal(where.hostname)
    if (refusal === null) connect(where, callback)
    else queueMicrotask(() => callback(new BlockedAddressError(refusal), null))
  }
}

function guardedLookup(guard: AddressGuard) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const refusals = addresses.map(({ address }) => guard.refusal(address))
      const allowed = addresses.filter((_, index) => refusals[index] === null)
      const [first] = allowed
      if (first === undefined) callback(new BlockedAddressError(`${hostname}: ${refusals.join(', ')}`), '')
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
