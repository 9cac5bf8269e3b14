import ipaddr from 'ipaddr.js'
import type { AddressGuard } from '../domain/target/address-guard.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6

export interface AddressGuardOptions {
  /** Networks in CIDR notation that are allowed whatever their range, unless `deny` has them. */
  readonly allow: readonly string[]
  /** Networks in CIDR notation that are refused. */
  readonly deny: readonly string[]
  readonly allowLoopback: boolean
}

/** Ranges (names of ipaddr.js) in which no receiver stands. Clouds serve their metadata at a link-local address. */
const REFUSED: Readonly<Record<string, string>> = {
  unspecified: 'unspecified',
  linkLocal: 'link-local',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  reserved: 'reserved',
  deprecatedSiteLocal: 'a deprecated site-local address',
  discard: 'in the discard-only range',
  orchid2: 'an ORCHID',
  droneRemoteIdProtocolEntityTags: 'reserved',
}

const IPV4_AT_THE_END: ReadonlySet<string> = new Set(['ipv4Mapped', 'rfc6145', 'rfc6052'])

/**
 * Refuses link-local, unspecified, multicast and reserved addresses, and loopback ones too unless they are allowed; private
 * networks are allowed, since receivers live there. An IPv4 address inside an IPv6 one is judged as an IPv4 address.
 *
 * @throws Error when a network is not in CIDR notation
 */
export function createAddressGuard({ allow, deny, allowLoopback }: AddressGuardOptions): AddressGuard {
  const allowed = allow.map(parseNetwork)
  const denied = deny.map(parseNetwork)
  return {
    refusal(ip) {
      if (!ipaddr.isValid(ip)) return `${ip} is not an IP address`
      const address = unwrap(ipaddr.parse(ip))
      if (denied.some((network) => contains(network, address)))
        return `${ip} is refused by the setting TARGET_DENY`
      if (allowed.some((network) => contains(network, address))) return null
      const why = refusedRange(address, allowLoopback)
      return why === null ? null : `${ip} is ${why}; the setting TARGET_ALLOW can allow it`
    },
  }
}

/** Addresses of cloud metadata outside the link-local range: AWS and Google (IPv6), Alibaba, Azure. */
const METADATA: ReadonlySet<string> = new Set([
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
])

function refusedRange(address: Address, allowLoopback: boolean): string | null {
  if (METADATA.has(address.toString())) return 'a cloud metadata address'
  const range = address.range()
  if (range === 'loopback') return allowLoopback ? null : 'a loopback address'
  return REFUSED[range] ?? null
}

/**
 * The IPv4 address that an IPv6 one stands for: mapped (RFC 4291), translated (RFC 6052, 6145) and 6to4 (RFC 3056). An
 * address that tunnels to an unknown end is judged by its own range.
 */
function unwrap(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address
  const bytes = address.toByteArray()
  const range = address.range()
  if (IPV4_AT_THE_END.has(range)) return new ipaddr.IPv4(bytes.slice(12))
  if (range === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  // IPv4-compatible addresses (::a.b.c.d) are long out of use, and some stacks still send them to IPv4.
  const isCompatible =
    bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0)
  return isCompatible ? new ipaddr.IPv4(bytes.slice(12)) : address
}

function parseNetwork(text: string): [Address, number] {
  const network = ipaddr.isValid(text) ? `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}` : text
  if (!ipaddr.isValidCIDR(network))
    throw new Error(`${text} is not a network in CIDR notation, such as 10.0.0.0/8`)
  return ipaddr.parseCIDR(network)
}

function contains([network, bits]: [Address, number], address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits)
}
