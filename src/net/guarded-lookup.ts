import type { LookupAddress, LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { addressesOf } from './look-ups.ts'

/** The guard refuses the address of the receiver. */
export class BlockedAddressError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BlockedAddressError'
  }
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** A `lookup` for sockets that finds only addresses which the guard lets through; else it fails with a BlockedAddressError. */
export function guardedLookup(guard: AddressGuard) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    addressesOf(hostname, options).then(
      (addresses) => {
        const found = allowedOf(guard, hostname, addresses)
        if (found instanceof BlockedAddressError) callback(found, '')
        else if (options.all === true) callback(null, found)
        else callback(null, found[0].address, found[0].family)
      },
      (error: unknown) => callback(error as Error, ''),
    )
  }
}

/** Why the guard refuses a host; null when it lets the host through, or the name cannot be resolved here. */
export function hostRefusal(guard: AddressGuard, hostname: string): Promise<string | null> {
  if (isIP(hostname) !== 0) return Promise.resolve(guard.refusal(hostname))
  return new Promise((resolve) => {
    guardedLookup(guard)(hostname, { all: true }, (error) => {
      resolve(error instanceof BlockedAddressError ? error.message : null)
    })
  })
}

/**
 * An address of a host that the guard lets through, for a client that is to connect to just that one.
 *
 * @throws BlockedAddressError when it lets none through, Error when the name cannot be resolved
 */
export async function guardedAddress(guard: AddressGuard, host: string): Promise<string> {
  const family = isIP(host)
  const addresses = family === 0 ? await addressesOf(host) : [{ address: host, family }]
  const found = allowedOf(guard, host, addresses)
  if (found instanceof BlockedAddressError) throw found
  return found[0].address
}

function allowedOf(
  guard: AddressGuard,
  host: string,
  addresses: readonly LookupAddress[],
): [LookupAddress, ...LookupAddress[]] | BlockedAddressError {
  const refusals = addresses.map(({ address }) => guard.refusal(address))
  const [first, ...others] = addresses.filter((_, index) => refusals[index] === null)
  if (first === undefined) return new BlockedAddressError(`${host}: ${refusals.join(', ')}`)
  return [first, ...others]
}
