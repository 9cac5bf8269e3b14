import type { ClientCertificate } from './certificates.ts'

/** Everything that decides how a connection is opened; targets with equal settings may share connections. */
export interface ConnectionSettings {
  readonly origin: string
  readonly skipCertVerify: boolean
  readonly timeoutMs: number
  readonly allowHttp2: boolean
  /** PEM of the only authorities that are trusted; null for the usual ones. */
  readonly ca: string | null
  readonly clientCertificate: ClientCertificate | null
  /** Null for a direct connection. */
  readonly proxy: { readonly origin: string; readonly authorization: string | null } | null
}

type Proxied = { readonly proxy: NonNullable<ConnectionSettings['proxy']> }

/** Whether requests go to a proxy that forwards them (RFC 9112, section 3.2.2): to an https target it opens a tunnel instead. */
export function isForwarded<Settings extends Pick<ConnectionSettings, 'origin' | 'proxy'>>(
  settings: Settings,
): settings is Settings & Proxied {
  return settings.proxy !== null && settings.origin.startsWith('http:')
}
