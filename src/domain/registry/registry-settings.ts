import { X509Certificate } from 'node:crypto'
import { httpAddressFault } from '../http-address.ts'
import type { TargetOptions } from '../options.ts'

/** The registry that a source's manifests are read from, and the account that reads them. */
export interface RegistrySettings {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  /** Certificates in PEM that are trusted beside those of the system, or null. */
  readonly ca: string | null
  readonly skipCertVerify: boolean
}

/** JSON Schema of these settings of a source. */
export const REGISTRY_SETTINGS_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    registry_url: {
      type: 'string',
      description: 'the registry, http:// or https://, to read manifests from; unset: none is read',
    },
    username: { type: 'string', description: 'an account that may pull; unset: anonymous' },
    password: { type: 'string', writeOnly: true, description: 'password of the account' },
    ca: { type: 'string', description: 'certificates (PEM) to trust beside those of the system' },
    skip_cert_verify: { type: 'boolean', description: 'whether to accept any certificate' },
  },
} as const

/** Reads the settings of a source; null when they name no registry. */
export function registrySettings(settings: TargetOptions): RegistrySettings | null {
  const text = (name: string): string | null => {
    const value = settings[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const url = text('registry_url')
  if (url === null) return null
  return {
    url: url.replace(/\/+$/, ''),
    username: text('username'),
    password: text('password'),
    ca: text('ca'),
    skipCertVerify: settings['skip_cert_verify'] === true,
  }
}

/** The fault in the settings of a source, or null. */
export function registrySettingsFault(settings: TargetOptions): string | null {
  const registry = registrySettings(settings)
  if (registry === null) return null
  return urlFault(registry.url) ?? (isCertificate(registry.ca) ? null : 'ca is no certificate in PEM')
}

function urlFault(url: string): string | null {
  const fault = httpAddressFault(url)
  if (fault !== null) return `registry_url: ${fault}`
  const isPlain = /^https?:\/\/[^@?#]+$/.test(url)
  return isPlain ? null : 'registry_url must begin with http:// or https://, without user, query and fragment'
}

function isCertificate(pem: string | null): boolean {
  if (pem === null) return true
  try {
    return new X509Certificate(pem).subject !== ''
  } catch {
    return false
  }
}
