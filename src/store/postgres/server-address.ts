import { readFileSync } from 'node:fs'
import type { ClientConfig } from 'pg'
import { serverUrls } from '../../domain/database-url.ts'

export interface ServerAddress extends Pick<
  ClientConfig,
  'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'
> {
  /** The servers after the first, where the URL names several: one of all is the primary. */
  readonly others: readonly Server[]
}

/** A server, in what it differs from the others. */
export type Server = Pick<ClientConfig, 'host' | 'port' | 'ssl'>

/**
 * Where the database is, by its URL: `postgres://USER:PASSWORD@HOST:PORT/NAME`, with several servers `HOST:PORT,HOST:PORT`. The connection
 * to another machine is encrypted, and the certificate of the server is checked, unless the URL says `sslmode=disable`;
 * `sslrootcert=FILE` names who may have signed it. A folder in `host=` is that of a Unix socket.
 *
 * @throws Error when the file of certificates cannot be read, or when the URL asks for a server that is only read
 */
export function serverAddress(databaseUrl: string): ServerAddress {
  const urls = serverUrls(databaseUrl).map((url) => new URL(url))
  const [url = new URL(databaseUrl)] = urls
  const wanted = url.searchParams.get('target_session_attrs') ?? 'primary'
  if (wanted !== 'primary' && wanted !== 'read-write')
    throw new Error(`target_session_attrs=${wanted} is of no use: Bellbuoy writes, and needs the primary`)
  const [server = {}, ...others] = urls.flatMap(serversOf)
  return {
    ...server,
    user: decodeURIComponent(url.username) || 'bellbuoy',
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    database: decodeURIComponent(url.pathname.slice(1)) || 'bellbuoy',
    others,
  }
}

/** One, or as many as `host=` lists. */
function serversOf(url: URL): readonly Server[] {
  const hosts = url.searchParams.get('host')?.split(',') ?? [decodeURIComponent(url.hostname)]
  const certificates = url.searchParams.get('sslrootcert')
  return hosts.map((host) => ({
    host: host === '' ? 'localhost' : host.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    ssl: isEncrypted(url.searchParams.get('sslmode'), host) && {
      rejectUnauthorized: true,
      ...(certificates !== null && { ca: readFileSync(certificates, 'utf8') }),
    },
  }))
}

function isEncrypted(sslMode: string | null, host: string): boolean {
  if (sslMode !== null) return sslMode !== 'disable'
  return !/^(|\/.*|localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host)
}
