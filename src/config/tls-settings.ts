import { type Setting, type Values, optionalText } from './setting-kinds.ts'

/** HTTPS of the server itself; the keys are those of Harbor's `https` group. */
export const TLS_SETTINGS = {
  TLS_CERT_FILE: optionalText(
    'https.certificate',
    'file with the certificate of the server and its chain, in PEM; all its addresses then speak [HTTPS](https.md)',
  ),
  TLS_KEY_FILE: optionalText(
    'https.private_key',
    'file with the private key of the certificate, in PEM, without a passphrase',
  ),
} satisfies Record<string, Setting<unknown>>

export interface TlsSettings {
  readonly certFile: string
  readonly keyFile: string
}

/** One without the other does nothing. */
export function tlsMistakes(given: ReadonlySet<string>): readonly string[] {
  const names = ['TLS_CERT_FILE', 'TLS_KEY_FILE']
  const missing = names.filter((name) => !given.has(name))
  return missing.length === 1
    ? [
        `BELLBUOY_${missing[0]} is missing: HTTPS needs it, since ${names.find((name) => given.has(name))} is set`,
      ]
    : []
}

/** Null when the server speaks HTTP. */
export function tlsOf({
  TLS_CERT_FILE: certFile,
  TLS_KEY_FILE: keyFile,
}: Values<typeof TLS_SETTINGS>): TlsSettings | null {
  return certFile === null || keyFile === null ? null : Object.freeze({ certFile, keyFile })
}
