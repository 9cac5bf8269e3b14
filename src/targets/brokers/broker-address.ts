import { isIP } from 'node:net'

/** One server of a broker. */
export interface BrokerServer {
  /** A name or an IP address, the latter without brackets. */
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** Behind the first slash, decoded: a virtual host, a database; empty where there is none. */
  readonly path: string
}

/** How addresses of one broker are written. */
export interface AddressRules {
  /** The scheme without TLS and its port, and the one with TLS: `['amqp', 5672]`. */
  readonly plain: readonly [scheme: string, port: number]
  readonly tls: readonly [scheme: string, port: number]
  /** What stands behind the first slash; null for brokers that need nothing there. */
  readonly pathMeans: string | null
}

const MAX_SERVERS = 8

/** Reads the servers of an address, with commas between them, as `amqps://a.test/hooks,amqps://b.test/hooks`; or its fault. */
export function readServers(
  address: string,
  rules: AddressRules,
): readonly [BrokerServer, ...BrokerServer[]] | { readonly fault: string } {
  const texts = address.split(',').map((text) => text.trim())
  if (texts.length > MAX_SERVERS) return { fault: `a target has ${MAX_SERVERS} servers at the most` }
  const servers: BrokerServer[] = []
  for (const text of texts) {
    const server = readServer(text, rules)
    if ('fault' in server) return server
    servers.push(server)
  }
  const [first, ...others] = servers
  if (first === undefined) return { fault: exampleOf(rules) }
  return others.some(({ isTls, path }) => isTls !== first.isTls || path !== first.path)
    ? { fault: 'the servers of an address have one scheme and one path' }
    : [first, ...others]
}

/** A server as it is written: `amqps://broker.test:5671/hooks`. */
export function serverText({ host, port, isTls, path }: BrokerServer, { plain, tls }: AddressRules): string {
  const inBrackets = isIP(host) === 6 ? `[${host}]` : host
  const [scheme] = isTls ? tls : plain
  return `${scheme}://${inBrackets}:${port}${path === '' ? '' : `/${encodeURIComponent(path)}`}`
}

function readServer(text: string, rules: AddressRules): BrokerServer | { readonly fault: string } {
  const { plain, tls, pathMeans } = rules
  const url = URL.parse(text)
  const known = [plain, tls].find(([scheme]) => url?.protocol === `${scheme}:`)
  if (url === null || known === undefined || url.hostname === '') return { fault: exampleOf(rules) }
  if (url.username !== '' || url.password !== '')
    return { fault: 'the address holds a user or password: give them as the options username and password' }
  if (url.search !== '' || url.hash !== '') return { fault: 'the address ends with a query or fragment' }
  const path = decoded(url.pathname.slice(1))
  if (path === null) return { fault: `the path of the address cannot be decoded: ${url.pathname}` }
  if (pathMeans === null && path !== '') return { fault: `the address has a path; ${exampleOf(rules)}` }
  return {
    host: url.hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    port: url.port === '' ? known[1] : Number(url.port),
    isTls: known === tls,
    path,
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function exampleOf({ plain: [scheme, port], tls: [secure], pathMeans }: AddressRules): string {
  const path = pathMeans === null ? '' : `/${pathMeans}`
  return `the address is ${scheme}://HOST:${port}${path}, or ${secure}://… for TLS`
}
