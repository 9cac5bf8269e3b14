import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { RecipientFate } from '../../domain/delivery/attempt.ts'
import type { AddressGuard } from '../../domain/target/address-guard.ts'
import type { MailServer } from '../../domain/target/mail-server.ts'
import { guardedAddress } from '../../net/guarded-lookup.ts'
import type { Mail } from './mail.ts'
import { fatesOf } from './recipient-fates.ts'

export interface MailJob {
  readonly server: MailServer
  readonly from: string
  readonly recipients: readonly string[]
  readonly mail: Mail
  readonly skipCertVerify: boolean
  readonly ca: string | null
  /** Over the whole mail. */
  readonly timeoutMs: number
}

/** The mail was not sent in time. */
export class MailDeadlineError extends Error {
  constructor(timeoutMs: number) {
    super(`the mail was not sent within ${timeoutMs} ms`)
    this.name = 'MailDeadlineError'
  }
}

/** The result of a mail that the server accepted for at least one recipient. */
export interface SentMail {
  /** The last answer of the mail server. */
  readonly answer: string
  readonly recipients: readonly RecipientFate[]
}

/**
 * Sends one mail over a connection of its own.
 *
 * @throws Error of nodemailer, BlockedAddressError, MailDeadlineError
 */
export async function sendMail(job: MailJob, guard: AddressGuard): Promise<SentMail> {
  const { from, recipients, mail, timeoutMs } = job
  // The address that the guard has judged, so that no second look-up can find another.
  const transport = transportTo(await guardedAddress(guard, job.server.host), job)
  const { promise: deadline, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(reject, timeoutMs, new MailDeadlineError(timeoutMs))
  try {
    const headers = { 'Auto-Submitted': 'auto-generated' }
    const sending = transport.sendMail({ from, to: [...recipients], ...mail, headers })
    const { response, accepted, rejectedErrors = [] } = await Promise.race([sending, deadline])
    const answers = { accepted: accepted.map(String), errors: rejectedErrors, answer: response }
    return { answer: response, recipients: fatesOf(recipients, answers) }
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

function transportTo(address: string, { server, skipCertVerify, ca, timeoutMs }: MailJob) {
  return createTransport({
    host: address,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.username !== null && { auth: { user: server.username, pass: server.password ?? '' } }),
    tls: {
      ...(isIP(server.host) === 0 && { servername: server.host }),
      rejectUnauthorized: !skipCertVerify,
      ...(ca !== null && { ca }),
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
