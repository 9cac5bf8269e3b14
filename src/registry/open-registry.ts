import { rootCertificates } from 'node:tls'
import type { buildConnector } from 'undici'
import type { RegistryReader } from '../domain/registry/registry-reader.ts'
import type { RegistrySettings } from '../domain/registry/registry-settings.ts'
import type { Log } from '../log.ts'
import { RegistryClient } from './registry-client.ts'
import { createRegistryReader } from './registry-reader.ts'

export interface TlsTrust {
  /** Everything that is trusted, in PEM; null for what the system trusts. */
  readonly ca: string | null
  readonly skipCertVerify: boolean
  readonly timeoutMs: number
}

export interface OpenRegistryParts {
  readonly source: string
  readonly userAgent: string
  readonly timeoutMs: number
  readonly log: Pick<Log, 'registryUnread'>
  /** Connects to it. */
  readonly connect: (trust: TlsTrust) => buildConnector.connector
}

/** The reader of a registry with the connections that it uses. */
export interface OpenRegistry {
  readonly reader: RegistryReader
  readonly client: AsyncDisposable
}

export function openRegistry(
  { ca, skipCertVerify, ...access }: RegistrySettings,
  { source, userAgent, timeoutMs, log, connect }: OpenRegistryParts,
): OpenRegistry {
  const trusted = ca === null ? null : [...rootCertificates, ca].join('\n')
  const connector = connect({ ca: trusted, skipCertVerify, timeoutMs })
  const client = new RegistryClient(access, userAgent, connector)
  return { client, reader: createRegistryReader({ client, source, timeoutMs, log }) }
}
