import ipaddr from 'ipaddr.js'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { addressesInside, withoutSpelling } from './embedded-addresses.ts'
import { type Address, contains, parseNetwork, specialRange } from './special-addresses.ts'

export interface AddressGuardOptions {
  /** Networks in CIDR notation that are allowed whatever their range, unless `deny` has them. */
  readonly allow: readonly string[]
  /** Networks in CIDR notation that are refused. */
  readonly deny: readonly string[]
  readonly allowLoopback: boolean
}

/**
 * Refuses what IANA marks as not globally reachable, and loopback addresses unless they are allowed. Private networks are allowed, since
 * receivers live there. An IPv6 address that leads to an IPv4 one is judged by both.
 *
 * @throws Error when a network is not in CIDR notation
 */
export function createAddressGuard({ allow, deny, allowLoopback }: AddressGuardOptions): AddressGuard {
  const allowed = allow.map(parseNetwork)
  const denied = deny.map(parseNetwork)

  function refusalOf(address: Address): string | null {
    if (denied.some((network) => contains(network, address))) return 'refused by the setting TARGET_DENY'
    if (allowed.some((network) => contains(network, address))) return null
    const isLoopback = address.range() === 'loopback'
    const why = isLoopback && !allowLoopback ? 'a loopback address' : specialRange(address)
    return why === null ? null : `${why}; the setting TARGET_ALLOW can allow it`
  }

  return {
    refusal(ip) {
      if (!ipaddr.isValid(ip)) return `${ip} is not an IP address`
      const address = withoutSpelling(ipaddr.parse(ip))
      const own = refusalOf(address)
      if (own !== null) return `${ip} is ${own}`
      for (const inside of addressesInside(address)) {
        const why = refusalOf(inside)
        if (why !== null) return `${ip} leads to ${inside.toString()}, which is ${why}`
      }
      return null
    },
  }
}
