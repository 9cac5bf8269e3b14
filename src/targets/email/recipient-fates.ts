import { domainToASCII } from 'node:url'
import type { RecipientFate } from '../../domain/delivery/attempt.ts'

/** Nodemailer's report of a recipient that the server refused. */
export interface RecipientError {
  readonly recipient?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
  readonly message: string
}

/** The answers of a mail server to one mail. */
export interface ServerAnswers {
  /** The accepted recipients, as nodemailer writes them. */
  readonly accepted: readonly string[]
  readonly errors: readonly RecipientError[]
  /** The last answer; it applies to the accepted recipients. */
  readonly answer: string
}

/** The fate of each recipient. One without an answer counts as deferred. */
export function fatesOf(
  recipients: readonly string[],
  { accepted, errors, answer }: ServerAnswers,
): readonly RecipientFate[] {
  const taken = new Set(accepted.map(canonical))
  const refusals = new Map(errors.map((error) => [canonical(error.recipient ?? ''), error]))
  return recipients.map((address) => {
    const refusal = refusals.get(canonical(address))
    if (refusal !== undefined) {
      const { responseCode = 0, response, message } = refusal
      return { address, fate: fateOf(responseCode), answer: response ?? message }
    }
    if (taken.has(canonical(address))) return { address, fate: 'taken', answer }
    return { address, fate: 'deferred', answer: 'the mail server gave no answer for this recipient' }
  })
}

/**
 * A 4xx answer may change later, a 5xx one will not (RFC 5321, section 4.2.1), except 552: as an answer to a recipient it
 * says that one mail has too many of them (section 4.5.3.1.10).
 */
function fateOf(code: number): RecipientFate['fate'] {
  return code >= 500 && code !== 552 ? 'refused' : 'deferred'
}

/** Nodemailer quotes some local parts, and writes a domain in lower case and in ASCII. */
function canonical(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  return `${address.slice(0, at).replace(/["\\]/g, '')}@${domainToASCII(domain) || domain.toLowerCase()}`
}

/** Recipients with the answer to each: `ops@acme.test (550 no such user)`. */
export function named(fates: readonly RecipientFate[]): string {
  return fates.map(({ address, answer }) => `${address} (${answer})`).join(', ')
}
