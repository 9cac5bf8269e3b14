import { lookup } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { connect, rootCertificates } from 'node:tls'
import { messageOf } from '../../../domain/errors.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'

const TIMEOUT_MS = 10_000
const DAY_MS = 86_400_000
const SOON_DAYS = 14

export interface NameCheck {
  readonly skipCertVerify: boolean
  /** A file of certificates to trust beside those of the system; null: none. */
  readonly ca: string | null
}

/** Whether the name of an address leads somewhere that answers, and by TLS shows a certificate that counts. */
export async function checkName(
  about: string,
  url: URL,
  { skipCertVerify, ca }: NameCheck,
): Promise<Finding> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  try {
    await lookup(host)
  } catch (error) {
    return bad(
      about,
      `cannot resolve ${host}: ${messageOf(error)}`,
      'Correct the host name, or the name server of this machine (/etc/resolv.conf).',
    )
  }
  const isTls = url.protocol === 'https:'
  const port = Number(url.port) || (isTls ? 443 : 80)
  try {
    const days = isTls ? await daysOfCertificate(host, port, { skipCertVerify, ca }) : await reach(host, port)
    if (days === null || days > SOON_DAYS) return ok(about, `${url.origin} is reachable`)
    return warn(about, `the certificate of ${url.origin} expires in ${Math.floor(days)} days`, 'Renew it.')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    const isOfCertificate = /CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO/.test(code)
    const fix = isOfCertificate
      ? 'Renew the certificate, or make Bellbuoy trust its issuer: REGISTRY_CA for the registry.'
      : 'Start the service there, correct the port, or check the firewall in between.'
    return bad(about, `cannot reach ${url.origin}: ${messageOf(error)}`, fix)
  }
}

function reach(host: string, port: number): Promise<null> {
  const { promise, resolve, reject } = Promise.withResolvers<null>()
  const socket = connectPlain({ host, port, timeout: TIMEOUT_MS })
  const end = (act: () => void) => () => {
    socket.destroy()
    act()
  }
  socket.once(
    'connect',
    end(() => resolve(null)),
  )
  socket.once(
    'timeout',
    end(() => reject(new Error('no answer within ten seconds'))),
  )
  socket.once('error', reject)
  return promise
}

/** How long the certificate still counts. @throws Error when it does not */
function daysOfCertificate(host: string, port: number, { skipCertVerify, ca }: NameCheck): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const trusted = ca === null ? {} : { ca: [...rootCertificates, readFileSync(ca, 'utf8')] }
  const options = { host, port, servername: host, timeout: TIMEOUT_MS, ...trusted }
  const socket = connect({ ...options, rejectUnauthorized: !skipCertVerify }, () => {
    const { valid_to: end } = socket.getPeerCertificate()
    socket.destroy()
    resolve((Date.parse(end) - Date.now()) / DAY_MS)
  })
  socket.once('timeout', () => {
    socket.destroy()
    reject(new Error('no answer within ten seconds'))
  })
  socket.once('error', reject)
  return promise
}
