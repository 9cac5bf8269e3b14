import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto'

/** The certificate by which a server knows Bellbuoy, and its key; both in PEM. */
export interface ClientCertificate {
  readonly certificate: string
  readonly private_key?: string
  readonly passphrase?: string
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** The fault of a client certificate or its key, or null. */
export function clientCertificateFault(given: ClientCertificate | undefined, nowMs: number): string | null {
  if (given === undefined) return null
  const name = 'client_certificate.certificate'
  const certificates = certificatesIn(given.certificate)
  const [own] = certificates ?? []
  if (own === undefined) return `${name} is no certificate in PEM`
  const fault = validityFault(name, own, nowMs)
  if (fault !== null) return fault
  if (given.private_key === undefined) return 'client_certificate.private_key is missing'
  const key = privateKey(given.private_key, given.passphrase)
  if (typeof key === 'string') return key
  return own.checkPrivateKey(key) ? null : 'client_certificate.private_key is not the key of the certificate'
}

/** The fault of the certificate authorities that a target trusts, or null. */
export function authoritiesFault(ca: string | undefined, nowMs: number): string | null {
  if (ca === undefined) return null
  const certificates = certificatesIn(ca)
  if (certificates === null || certificates.length === 0) return 'ca is no certificate in PEM'
  return certificates.map((one) => validityFault('ca', one, nowMs)).find((fault) => fault !== null) ?? null
}

/** The certificates of a PEM text; null when one of them cannot be read. */
function certificatesIn(pem: string): readonly X509Certificate[] | null {
  try {
    return (pem.match(PEM_CERTIFICATE) ?? []).map((text) => new X509Certificate(text))
  } catch {
    return null
  }
}

function validityFault(name: string, certificate: X509Certificate, nowMs: number): string | null {
  const from = certificate.validFromDate
  const to = certificate.validToDate
  if (to.getTime() < nowMs) return `${name} has expired on ${to.toISOString()}`
  return from.getTime() > nowMs ? `${name} is not valid before ${from.toISOString()}` : null
}

function privateKey(pem: string, passphrase: string | undefined): KeyObject | string {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) })
  } catch (error) {
    const needsPassphrase = passphrase === undefined && pem.includes('ENCRYPTED')
    if (needsPassphrase) return 'client_certificate.private_key is encrypted: give its passphrase'
    const isEncrypted = pem.includes('ENCRYPTED') && (error as NodeJS.ErrnoException).code !== undefined
    return isEncrypted
      ? 'client_certificate.private_key cannot be opened with this passphrase'
      : 'client_certificate.private_key is no private key in PEM'
  }
}
