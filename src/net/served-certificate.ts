import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { SecureContextOptions, Server } from 'node:tls'
import type { CertificateStanding } from '../domain/problem/certificate-standing.ts'
import { messageOf } from '../domain/errors.ts'

/** Short beside the days between the renewal of a certificate and its end. */
const LOOK_EVERY_MS = 1000

/** Files in PEM. */
export interface CertificateFiles {
  /** The certificate, and behind it those that lead to one that clients trust. */
  readonly certFile: string
  /** Its private key, without a passphrase. */
  readonly keyFile: string
}

export interface CertificateFacts {
  readonly subject: string
  readonly validTo: string
}

export interface CertificateLog {
  /** A new certificate is shown from now on. */
  readonly replaced: (facts: CertificateFacts) => void
  /** The files changed and cannot be used. The certificate before stays. */
  readonly unread: (facts: { readonly reason: string }) => void
  /** It is shown all the same: clients say so themselves, and a server that does not start helps nobody. */
  readonly expired: (facts: CertificateFacts) => void
}

interface Loaded {
  /** What the files looked like before they were read. */
  readonly stamp: string
  readonly options: SecureContextOptions
  readonly facts: CertificateFacts
  /** Why the files could not be used when they changed after that. */
  readonly unread: string | null
}

/**
 * The certificate that servers of this process show. Its files are looked at every second; what they hold then counts for new connections,
 * and those that are open go on.
 */
export class ServedCertificate implements Disposable {
  readonly #files: CertificateFiles
  readonly #log: CertificateLog
  readonly #servers: Server[] = []
  readonly #timer: NodeJS.Timeout
  #loaded: Loaded
  #isLooking = false

  /** @throws Error naming the file that cannot be used, and why */
  static async open(files: CertificateFiles, log: CertificateLog): Promise<ServedCertificate> {
    const loaded = await load(files, await stampOf(files))
    warnOfExpired(loaded.facts, log)
    return new ServedCertificate(files, log, loaded)
  }

  private constructor(files: CertificateFiles, log: CertificateLog, loaded: Loaded) {
    this.#files = files
    this.#log = log
    this.#loaded = loaded
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref()
  }

  /** For the creation of a server. */
  get options(): SecureContextOptions {
    return this.#loaded.options
  }

  get standing(): CertificateStanding {
    const { facts, unread } = this.#loaded
    return { subject: facts.subject, validToMs: Date.parse(facts.validTo), unread }
  }

  /** From now on the server shows whatever certificate the files hold. */
  keepCurrent(server: Server): void {
    this.#servers.push(server)
    server.setSecureContext(this.#loaded.options)
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      const stamp = await stampOf(this.#files)
      if (stamp !== this.#loaded.stamp) await this.#reload(stamp)
    } finally {
      this.#isLooking = false
    }
  }

  async #reload(stamp: string): Promise<void> {
    try {
      this.#loaded = await load(this.#files, stamp)
      for (const server of this.#servers) server.setSecureContext(this.#loaded.options)
      this.#log.replaced(this.#loaded.facts)
      warnOfExpired(this.#loaded.facts, this.#log)
    } catch (error) {
      const reason = messageOf(error)
      // Not read again before the next change.
      this.#loaded = { ...this.#loaded, stamp, unread: reason }
      this.#log.unread({ reason })
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}

async function load({ certFile, keyFile }: CertificateFiles, stamp: string): Promise<Loaded> {
  const cert = await textOf(certFile)
  const key = await textOf(keyFile)
  const certificate = parsed(certFile, 'no certificate in PEM', () => new X509Certificate(cert))
  const privateKey = parsed(keyFile, 'no private key in PEM without a passphrase', () =>
    createPrivateKey(key),
  )
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error(`the key in ${keyFile} is not that of the certificate in ${certFile}`)
  const { subject, validTo } = certificate
  return { stamp, options: { cert, key, minVersion: 'TLSv1.2' }, facts: { subject, validTo }, unread: null }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function parsed<Value>(file: string, fault: string, parse: () => Value): Value {
  try {
    return parse()
  } catch (error) {
    throw new Error(`${file} has ${fault}`, { cause: error })
  }
}

function warnOfExpired(facts: CertificateFacts, log: CertificateLog): void {
  if (Date.parse(facts.validTo) < Date.now()) log.expired(facts)
}

/** Which files these are and when they changed. Links are followed: Kubernetes and ACME clients replace a link. */
async function stampOf({ certFile, keyFile }: CertificateFiles): Promise<string> {
  const stamps = [certFile, keyFile].map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => null)
    return found === null ? 'gone' : `${found.dev}/${found.ino}/${found.size}/${found.mtimeNs}`
  })
  return (await Promise.all(stamps)).join(' ')
}
