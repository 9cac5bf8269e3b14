import { domainToASCII } from 'node:url'
import type { RecipientFate } from '../../domain/delivery/attempt.ts'

/** What nodemailer tells of a recipient that the server did not take. */
export interface RecipientError {
  readonly recipient?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
  readonly message: string
}

/** What the server said of a mail. */
export interface ServerAnswers {
  /** The recipients that it took, as nodemailer writes them. */
  readonly accepted: readonly string[]
  readonly errors: readonly RecipientError[]
  /** Its last answer, which holds for those it took. */
  readonly answer: string
}

/** What became of each recipient. Whom the server said nothing of may not have got it. */
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
    return { address, fate: 'deferred', answer: 'the mail server said nothing of it' }
  })
}

/**
 * A 4xx answer may be another later, a 5xx one will not (RFC 5321, section 4.2.1), but for 552: to a recipient it says that
 * there are too many in one mail (section 4.5.3.1.10).
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

/** Recipients with the reason of each: `ops@acme.test (550 no such user)`. */
export function named(fates: readonly RecipientFate[]): string {
  return fates.map(({ address, answer }) => `${address} (${answer})`).join(', ')
}
