import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from '../receivers/tls.ts'

export interface CertificateAuthority {
  /** Its own certificate, for `NODE_EXTRA_CA_CERTS`. */
  readonly caPath: string
  /** A certificate of a server on `localhost` and 127.0.0.1, which it has signed. */
  readonly ofServer: Pick<Certificate, 'cert' | 'key'>
}

/** A certificate authority of its own in a folder. It needs the program openssl. */
export function createCertificateAuthority(folder: string): CertificateAuthority {
  const at = (file: string): string => join(folder, file)
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' })
  }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const [caKey, caPath, key, request, cert] = [
    'ca.key',
    'ca.pem',
    'server.key',
    'server.csr',
    'server.pem',
  ].map(at)
  openssl('req', '-x509', ...newKey, '-keyout', caKey!, '-out', caPath!, '-subj', '/CN=Test CA', '-days', '2')
  openssl('req', ...newKey, '-keyout', key!, '-out', request!, '-subj', '/CN=localhost')
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  const signing = ['-CA', caPath!, '-CAkey', caKey!, '-CAcreateserial', '-days', '2', '-extfile', at('names')]
  openssl('x509', '-req', '-in', request!, '-out', cert!, ...signing)
  const read = (file: string): string => readFileSync(file, 'utf8')
  return { caPath: caPath!, ofServer: { cert: read(cert!), key: read(key!) } }
}
