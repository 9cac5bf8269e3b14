import { Socket } from 'node:net'
import { Client, buildConnector } from 'undici'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { guardedConnect, tlsOptions } from './guarded-connect.ts'
import { BlockedAddressError, hostRefusal } from './guarded-lookup.ts'
import { watchedConnect } from './watched-connect.ts'

/** The proxy refused to open a tunnel. */
export class ProxyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ProxyError'
  }
}

type Proxied = ConnectionSettings & { readonly proxy: NonNullable<ConnectionSettings['proxy']> }

/**
 * A connector that goes through a proxy: by CONNECT to an https target, and to the proxy itself for an http one. The guard
 * judges the proxy's address, and the target's wherever its name can be resolved here; the proxy, which resolves it again,
 * has to guard itself.
 */
export function proxiedConnect(
  guard: AddressGuard,
  settings: Proxied,
  maxAnswerBytes: number,
): buildConnector.connector {
  const { proxy, timeoutMs, origin } = settings
  const target = new URL(origin)
  const proxyHostname = new URL(proxy.origin).hostname
  // The settings about certificates are about the target, not about the proxy.
  const plain = { skipCertVerify: false, allowHttp2: false, ca: null, clientCertificate: null, timeoutMs }
  const toProxy = guardedConnect(guard, plain, maxAnswerBytes)
  const upgrade = watchedConnect(buildConnector(tlsOptions(settings)), maxAnswerBytes)

  return (where, callback) => {
    const connect = (): void => {
      // The `Host` header is the target's; the proxy's own certificate is for the proxy.
      if (target.protocol === 'http:') toProxy({ ...where, servername: proxyHostname }, callback)
      else {
        openTunnel(settings, toProxy).then(
          (socket) => upgrade({ ...where, httpSocket: socket }, callback),
          (error: unknown) => callback(error as Error, null),
        )
      }
    }
    void hostRefusal(guard, target.hostname.replace(/^\[|\]$/g, '')).then((refusal) => {
      if (refusal === null) connect()
      else callback(new BlockedAddressError(refusal), null)
    })
  }
}

/** Has the proxy open a tunnel to the target. @throws ProxyError when it will not */
async function openTunnel(
  { proxy, timeoutMs, origin }: Proxied,
  toProxy: buildConnector.connector,
): Promise<Socket> {
  const { hostname, port } = new URL(origin)
  const authority = `${hostname}:${port === '' ? 443 : port}`
  const client = new Client(proxy.origin, { connect: toProxy })
  try {
    const { statusCode, socket } = await client.connect({
      path: authority,
      headers: {
        host: authority,
        ...(proxy.authorization !== null && { 'proxy-authorization': proxy.authorization }),
      },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (statusCode === 200 && socket instanceof Socket) return socket
    socket.on('error', () => undefined).destroy()
    throw new ProxyError(refusalText(proxy.origin, statusCode))
  } finally {
    void client.close()
  }
}

/** Why the proxy itself answered, in words. */
export function refusalText(origin: string, status: number): string {
  const why = status === 407 ? ': it requires a log-in' : ''
  return `the proxy ${origin} answered ${status}${why}`
}
