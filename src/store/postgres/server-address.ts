import { readFileSync } from 'node:fs'
import type { ClientConfig } from 'pg'

export type ServerAddress = Pick<ClientConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>

/**
 * Where the database is, by its URL: `postgres://USER:PASSWORD@HOST:PORT/NAME`. The connection to another machine is encrypted, and the
 * certificate of the server is checked, unless the URL says `sslmode=disable`; `sslrootcert=FILE` names who may have signed it. A
 * folder in `host=` is that of a Unix socket.
 *
 * @throws Error when the file of certificates cannot be read
 */
export function serverAddress(databaseUrl: string): ServerAddress {
  const url = new URL(databaseUrl)
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const certificates = url.searchParams.get('sslrootcert')
  return {
    host: host === '' ? 'localhost' : host.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username) || 'bellbuoy',
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    database: decodeURIComponent(url.pathname.slice(1)) || 'bellbuoy',
    ssl: isEncrypted(url.searchParams.get('sslmode'), host) && {
      rejectUnauthorized: true,
      ...(certificates !== null && { ca: readFileSync(certificates, 'utf8') }),
    },
  }
}

function isEncrypted(sslMode: string | null, host: string): boolean {
  if (sslMode !== null) return sslMode !== 'disable'
  return !/^(|\/.*|localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host)
}
