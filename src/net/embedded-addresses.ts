import ipaddr from 'ipaddr.js'
import { type Address, contains, parseNetwork } from './special-addresses.ts'

/** Mapped (RFC 4291), translated by SIIT (RFC 7915), and compatible, which is long out of use: systems send them to IPv4. */
const SPELLINGS = ['::ffff:0:0/96', '::ffff:0:0:0/96', '::/96'].map(parseNetwork)
const NAT64 = parseNetwork('64:ff9b::/96')
const LOCAL_NAT64 = parseNetwork('64:ff9b:1::/48')
const SIX_TO_FOUR = parseNetwork('2002::/16')
const TEREDO = parseNetwork('2001::/32')

/** Where the bytes of the IPv4 address are behind a prefix of 48, 56, 64 and 96 bits (RFC 6052, section 2.2). */
const LOCAL_NAT64_PLACES = [
  [6, 7, 9, 10],
  [7, 9, 10, 11],
  [9, 10, 11, 12],
  [12, 13, 14, 15],
]

/** The IPv4 address that an IPv6 one is just another spelling of; every other address as it is. */
export function withoutSpelling(address: Address): Address {
  const isSpelling = SPELLINGS.some((network) => contains(network, address))
  if (!isSpelling || ['loopback', 'unspecified'].includes(address.range())) return address
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}

/**
 * The IPv4 addresses that a gateway reads in an IPv6 one and passes packets on to: NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), and server
 * and client of Teredo (RFC 4380).
 */
export function addressesInside(address: Address): readonly Address[] {
  const bytes = address.toByteArray()
  const at = (places: readonly number[]): ipaddr.IPv4 =>
    new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0))
  if (contains(NAT64, address)) return [at([12, 13, 14, 15])]
  if (contains(SIX_TO_FOUR, address)) return [at([2, 3, 4, 5])]
  if (contains(TEREDO, address)) {
    const client = new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff))
    return [at([4, 5, 6, 7]), client]
  }
  if (!contains(LOCAL_NAT64, address)) return []
  // Only the network knows how long its prefix is, so every place counts. One with nothing in it is none.
  const found = LOCAL_NAT64_PLACES.map(at).filter((inside) => inside.octets[0] !== 0)
  return found.length > 0 ? found : [at([12, 13, 14, 15])]
}
