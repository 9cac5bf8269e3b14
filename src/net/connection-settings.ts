import type { ClientCertificate } from './certificates.ts'

/** All that decides how a connection is made; two ends whose settings are equal may share one. */
export interface ConnectionSettings {
  readonly origin: string
  readonly skipCertVerify: boolean
  readonly timeoutMs: number
  readonly allowHttp2: boolean
  /** PEM of the only authorities that are trusted; null for the usual ones. */
  readonly ca: string | null
  readonly clientCertificate: ClientCertificate | null
  /** Null when it is reached without one. */
  readonly proxy: { readonly origin: string; readonly authorization: string | null } | null
}
