import { isIP } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { ServedCertificate } from '../net/served-certificate.ts'

export interface ListenAddress extends Pick<Config, 'host' | 'port'> {
  /** What the server was created with; null: it speaks HTTP. */
  readonly certificate: ServedCertificate | null
  /** The names of the settings that say so. */
  readonly settings?: { readonly host: string; readonly port: string }
}

/**
 * Has a server listen, and show the certificate that is current.
 *
 * @returns its address, for example `http://127.0.0.1:8080`
 * @throws Error with a message for the user when the port cannot be used
 */
export async function listenOn(
  server: FastifyInstance,
  { host, port, certificate, settings = { host: 'HOST', port: 'PORT' } }: ListenAddress,
): Promise<string> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(`port ${port} on ${host} is in use: set BELLBUOY_${settings.port} to another one`, {
        cause: error,
      })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`${host} is no address of this machine: set BELLBUOY_${settings.host} to another one`, {
        cause: error,
      })
    }
    throw error
  }
  const bound = server.server.address() as AddressInfo
  // Such a server was created with this certificate.
  certificate?.keepCurrent(server.server as unknown as TlsServer)
  return `${certificate === null ? 'http' : 'https'}://${isIP(host) === 6 ? `[${host}]` : host}:${bound.port}`
}
