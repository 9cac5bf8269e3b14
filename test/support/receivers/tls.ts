import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Those of a server are good for exactly this one name, and for no address; `expired` and `future` are for `localhost`, at
 * other times; `client` is one to show to servers.
 */
export type CertificateName = 'localhost' | 'wrong.example' | 'expired' | 'future' | 'client'

export interface Certificate {
  readonly cert: string
  readonly key: string
  /** The certificate's file, for `NODE_EXTRA_CA_CERTS`: it is self-signed, so who is to trust it must be told. */
  readonly certPath: string
}

/** A self-signed certificate from the fixtures, valid for a hundred years. */
export function certificate(name: CertificateName): Certificate {
  const certPath = fixture(`${name}.cert.pem`)
  const cert = readFileSync(certPath, 'utf8')
  const key = readFileSync(fixture(`${name}.key.pem`), 'utf8')
  return { cert, key, certPath }
}

function fixture(file: string): string {
  return fileURLToPath(new URL(`../../fixtures/tls/${file}`, import.meta.url))
}
