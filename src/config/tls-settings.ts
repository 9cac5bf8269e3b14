import { type Setting, type Values, optionalText } from './setting-kinds.ts'

/** HTTPS of the server itself; the keys are those of Harbor's `https` group. */
export const TLS_SETTINGS = {
  TLS_CERT_FILE: optionalText(
    'https.certificate',
    'file of the certificate that the server shows, with its chain, in PEM; with it all its addresses speak [HTTPS](https.md)',
  ),
  TLS_KEY_FILE: optionalText('https.private_key', 'file of its private key, in PEM, without a passphrase'),
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
