import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import type { RegistryReader } from '../domain/registry-reader.ts'
import type { Log } from '../log.ts'
import { RegistryClient } from './registry-client.ts'
import { createRegistryReader } from './registry-reader.ts'

export interface RegistrySettings {
  /** Null when the registry is not to be asked. */
  readonly url: string | null
  readonly username: string | null
  readonly password: string | null
  /** A file. */
  readonly ca: string | null
  readonly skipCertVerify: boolean
}

export interface OpenRegistryParts {
  readonly source: string
  readonly userAgent: string
  readonly timeoutMs: number
  readonly log: Pick<Log, 'registryUnread'>
}

/**
 * The reader of a source's registry with the connections that it uses, or null when it is not to be asked.
 *
 * @throws Error with a message for the user when the file of certificates cannot be read
 */
export function openRegistry(
  settings: RegistrySettings,
  { source, userAgent, timeoutMs, log }: OpenRegistryParts,
): { readonly reader: RegistryReader; readonly client: AsyncDisposable } | null {
  const { url, ca, ...access } = settings
  if (url === null) return null
  const pem = ca === null ? '' : readCertificates(ca)
  const client = new RegistryClient({ ...access, url, ca: pem }, userAgent, rootCertificates)
  return { client, reader: createRegistryReader({ client, source, timeoutMs, log }) }
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`the certificates of REGISTRY_CA cannot be read: ${why}`, { cause: error })
  }
}
