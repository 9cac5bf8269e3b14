import type { Failure, FailureCode, ReceivedResponse, RecipientFate } from '../../domain/delivery/attempt.ts'
import { BlockedAddressError } from '../../net/guarded-lookup.ts'
import { type RecipientError, fatesOf } from './recipient-fates.ts'
import { MailDeadlineError } from './send-mail.ts'

/** The result of a mail that failed. */
export interface MailFault {
  readonly failure: Failure
  readonly response: ReceivedResponse | null
  /** The fate of each recipient; empty when the server gave no answer for each. */
  readonly recipients: readonly RecipientFate[]
}

/** What nodemailer and Node call a fault, by its code. */
const FAULTS: Readonly<Record<string, readonly [FailureCode, string]>> = {
  EAUTH: ['login', 'the mail server refused the log-in'],
  ENOAUTH: ['login', 'the mail server refused the log-in'],
  ETLS: ['tls', 'no trusted connection'],
  EDNS: ['dns', 'the name of the mail server could not be resolved'],
  ENOTFOUND: ['dns', 'the name of the mail server could not be resolved'],
  ETIMEDOUT: ['timeout', 'no answer of the mail server in time'],
  ECONNECTION: ['connect', 'no connection'],
  ESOCKET: ['connect', 'no connection'],
  EENVELOPE: ['status', 'the mail server refused sender or recipient'],
  EMESSAGE: ['status', 'the mail server refused the mail'],
}
const NO_DESCRIPTOR = ['exhausted', 'Bellbuoy has no file descriptor left for a connection'] as const
const NOT_SMTP = ['protocol', 'the mail server does not speak SMTP as it should'] as const
const TLS = ['tls', 'no trusted connection'] as const

interface MailError extends Error {
  readonly code?: string
  readonly response?: string
  readonly responseCode?: number
  /** Present when every recipient was refused. */
  readonly rejectedErrors?: readonly RecipientError[]
}

/** Reads an error of `sendMail`. A 4xx answer may change later (RFC 5321, section 4.2.1), a 5xx one will not. */
export function mailFault(error: unknown, to: readonly string[]): MailFault {
  if (error instanceof BlockedAddressError)
    return { failure: failed('blocked_address', error.message, true), response: null, recipients: [] }
  if (error instanceof MailDeadlineError)
    return { failure: failed('timeout', error.message, false), response: null, recipients: [] }
  const { code = '', message, response, responseCode, rejectedErrors = [] } = error as MailError
  const [failureCode, what] = whatFailed(code, message)
  const permanent = responseCode !== undefined && responseCode >= 500
  return {
    failure: failed(failureCode, `${what}: ${response ?? message}`, permanent),
    response: response === undefined || responseCode === undefined ? null : mailAnswer(response),
    recipients:
      rejectedErrors.length === 0
        ? []
        : fatesOf(to, { accepted: [], errors: rejectedErrors, answer: message }),
  }
}

function whatFailed(code: string, message: string): readonly [FailureCode, string] {
  if (/\bE[MN]FILE\b/.test(message)) return NO_DESCRIPTOR
  const isTls = /certificate|self-signed|altnames|wrong version number/i.test(message)
  return isTls ? TLS : (FAULTS[code] ?? NOT_SMTP)
}

const MAX_KEPT = 4096

/** An answer of a mail server, for the record. */
export function mailAnswer(text: string): ReceivedResponse {
  const status = Number.parseInt(text, 10)
  const body = text.slice(0, MAX_KEPT)
  return { status, headers: {}, body, truncated: text.length > MAX_KEPT, protocol: 'SMTP' }
}

function failed(code: FailureCode, text: string, permanent: boolean): Failure {
  return { code, text, permanent, retryAfterMs: null }
}
