import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Addresses of cloud metadata outside the link-local range: AWS and Google (IPv6), Alibaba, Azure. */
const METADATA = ['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '168.63.129.16']

/**
 * What IANA marks as not globally reachable in its registries of special-purpose addresses (RFC 6890), without the private networks,
 * where receivers live; and multicast. The first range that an address is in decides; null: one may stand there.
 */
const RANGES: readonly (readonly [string, string | null])[] = [
  ...METADATA.map((address) => [address, 'a cloud metadata address'] as const),
  ['0.0.0.0/8', 'unspecified'],
  ['169.254.0.0/16', 'link-local'],
  ['192.0.0.9', null],
  ['192.0.0.10', null],
  ['192.0.0.0/24', 'reserved for protocols'],
  ['192.0.2.0/24', 'reserved for documentation'],
  ['192.88.99.0/24', 'a deprecated relay of 6to4'],
  ['198.18.0.0/15', 'reserved for benchmarks'],
  ['198.51.100.0/24', 'reserved for documentation'],
  ['203.0.113.0/24', 'reserved for documentation'],
  ['224.0.0.0/4', 'a multicast address'],
  ['255.255.255.255', 'a broadcast address'],
  ['240.0.0.0/4', 'reserved'],
  ['::', 'unspecified'],
  ['64:ff9b:1::/48', 'for translation inside a network'],
  ['100::/64', 'in the discard-only range'],
  ['100:0:0:1::/64', 'a dummy prefix'],
  // Teredo is judged by the IPv4 addresses inside.
  ['2001::/32', null],
  ['2001:1::1', null],
  ['2001:1::2', null],
  ['2001:1::3', null],
  ['2001:3::/32', null],
  ['2001:4:112::/48', null],
  ['2001:2::/48', 'reserved for benchmarks'],
  ['2001:10::/28', 'an ORCHID'],
  ['2001:20::/28', 'an ORCHID'],
  ['2001::/23', 'reserved for protocols'],
  ['2001:db8::/32', 'reserved for documentation'],
  ['3fff::/20', 'reserved for documentation'],
  ['5f00::/16', 'a segment identifier'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'a deprecated site-local address'],
  ['ff00::/8', 'a multicast address'],
]

const NETWORKS = RANGES.map(([range, why]) => ({ network: parseNetwork(range), why }))

/** Why no receiver stands at an address, in words, or null. Loopback addresses are the caller's to judge. */
export function specialRange(address: Address): string | null {
  return NETWORKS.find(({ network }) => contains(network, address))?.why ?? null
}

/** @throws Error when a text is neither an address nor a network in CIDR notation */
export function parseNetwork(text: string): [Address, number] {
  const network = ipaddr.isValid(text) ? `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}` : text
  if (!ipaddr.isValidCIDR(network))
    throw new Error(`${text} is not a network in CIDR notation, such as 10.0.0.0/8`)
  return ipaddr.parseCIDR(network)
}

export function contains([network, bits]: [Address, number], address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits)
}
