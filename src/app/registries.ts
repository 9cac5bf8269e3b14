import { readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { messageOf } from '../domain/errors.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { DEFAULT_SOURCE } from '../domain/registry/source.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { type OpenRegistry, openRegistry } from '../registry/open-registry.ts'
import { type RegistryReaders, createRegistryReaders } from '../registry/registry-readers.ts'

export interface RegistriesInput {
  readonly config: Pick<Config, 'registry' | 'holdTimes'>
  readonly store: Store
  readonly guard: AddressGuard
  readonly userAgent: string
  readonly log: Log
}

/**
 * The readers of registries: the one of the settings for the source `default`, and those that sources name themselves. The
 * guard judges the addresses of the latter only.
 *
 * @throws Error with a message for the user when the file of certificates cannot be read
 */
export function createRegistries({ config, store, guard, userAgent, log }: RegistriesInput): RegistryReaders {
  const parts = { userAgent, timeoutMs: config.holdTimes.enrichTimeoutMs, log }
  const { url, ca, username, password, skipCertVerify } = config.registry
  const preset = (address: string): OpenRegistry =>
    openRegistry(
      { username, password, skipCertVerify, url: address, ca: ca === null ? null : readCertificates(ca) },
      { ...parts, source: DEFAULT_SOURCE, guard: null },
    )
  return createRegistryReaders({
    store,
    preset: url === null ? null : { source: DEFAULT_SOURCE, registry: preset(url) },
    open: (source, settings) => openRegistry(settings, { ...parts, source, guard }),
  })
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`the certificates of REGISTRY_CA cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
