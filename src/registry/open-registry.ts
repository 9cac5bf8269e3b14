import { rootCertificates } from 'node:tls'
import type { RegistryReader } from '../domain/registry/registry-reader.ts'
import type { RegistrySettings } from '../domain/registry/registry-settings.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { Log } from '../log.ts'
import { RegistryClient } from './registry-client.ts'
import { createRegistryReader } from './registry-reader.ts'

export interface OpenRegistryParts {
  readonly source: string
  readonly userAgent: string
  readonly timeoutMs: number
  readonly log: Pick<Log, 'registryUnread'>
  /** Null for the registry of the settings. */
  readonly guard: AddressGuard | null
}

/** The reader of a registry with the connections that it uses. */
export interface OpenRegistry {
  readonly reader: RegistryReader
  readonly client: AsyncDisposable
}

export function openRegistry(
  { ca, skipCertVerify, ...access }: RegistrySettings,
  { source, userAgent, timeoutMs, log, guard }: OpenRegistryParts,
): OpenRegistry {
  const trusted = ca === null ? null : [...rootCertificates, ca].join('\n')
  const client = new RegistryClient(access, userAgent, { guard, ca: trusted, skipCertVerify, timeoutMs })
  return { client, reader: createRegistryReader({ client, source, timeoutMs, log }) }
}
