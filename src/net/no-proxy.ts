import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The fault of a list of hosts that are reached without a proxy, or null. */
export function noProxyFault(hosts: readonly string[]): string | null {
  const wrong = hosts.find((host) => host.includes('/') && !ipaddr.isValidCIDR(host))
  return wrong === undefined ? null : `proxy.no_proxy: ${wrong} is no network in CIDR notation`
}

/**
 * Whether a host is reached without a proxy, by the rules that curl and Go share: `*` is every host, `example.com` that
 * host and those below it, `.example.com` only those below it, `10.0.0.0/8` the addresses of a network; `:8443` behind a
 * name limits it to a port.
 */
export function bypassesProxy({ hostname, port, protocol }: URL, hosts: readonly string[]): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  return hosts.some((entry) => matches(entry.trim().toLowerCase(), host, ownPort))
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  if (isIP(entry) !== 0) return sameAddress(entry, host)
  if (entry.includes('/')) return isIP(host) !== 0 && isWithin(host, entry)
  const [, name = entry, wantedPort = port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (wantedPort !== port) return false
  const isBelow = host.endsWith(name.startsWith('.') ? name : `.${name}`)
  return isBelow || host === name
}

function sameAddress(left: string, right: string): boolean {
  return isIP(right) !== 0 && ipaddr.parse(left).toString() === ipaddr.parse(right).toString()
}

function isWithin(host: string, network: string): boolean {
  const address = ipaddr.parse(host)
  const range = ipaddr.parseCIDR(network)
  return address.kind() === range[0].kind() && address.match(range)
}
