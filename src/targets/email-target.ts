import type { Clock } from '../domain/clock.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../domain/options.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { MailDefaults } from '../domain/target/mail-server.ts'
import type { OptionsReading } from '../domain/target/target-rules.ts'
import type { TargetWithSecrets } from '../domain/target/target.ts'
import { authoritiesFault } from '../net/certificates.ts'
import {
  type EmailOptions,
  EmailOptionsSchema,
  recipientsIn,
  senderFault,
  serverIn,
} from './email/email-options.ts'
import { mailAnswer, mailFault } from './email/mail-failure.ts'
import { mailOf } from './email/mail.ts'
import { type MailJob, sendMail } from './email/send-mail.ts'
import { rateLimitFault, rateLimitOf } from './options/rate-limit.ts'

export interface EmailTargetParts {
  readonly guard: AddressGuard
  readonly clock: Clock
  /** Deadline over a whole mail, of targets that have none of their own. */
  readonly timeoutMs: number
  /** The mail server and sender of targets that name none. */
  readonly smtp: MailDefaults
}

/** Delivers by mail, one for each event or one for all of a while. */
export function createEmailTarget(parts: EmailTargetParts): TargetKind {
  const { guard, clock, timeoutMs, smtp } = parts

  function jobOf(deliveries: readonly LeasedDelivery[], target: TargetWithSecrets): MailJob | string {
    const options = target.options as EmailOptions
    const recipients = recipientsIn(target.address)
    const server = serverIn(options) ?? smtp.server
    const from = options.from ?? smtp.from
    if ('fault' in recipients) return recipients.fault
    if (server === null || from === null)
      return 'neither the target nor the settings name a mail server and a sender'
    const domain = /@([^@<>\s]+?)>?$/.exec(from)?.[1] ?? 'localhost'
    const { skipCertVerify } = target
    const deadlineMs = options.timeout_seconds === undefined ? timeoutMs : options.timeout_seconds * 1000
    const mail = mailOf(deliveries, domain)
    return { server, from, recipients, mail, skipCertVerify, ca: options.ca ?? null, timeoutMs: deadlineMs }
  }

  async function sendTogether(
    deliveries: readonly LeasedDelivery[],
    target: TargetWithSecrets,
  ): Promise<Outcome> {
    const startedAtMs = clock.now()
    const job = jobOf(deliveries, target)
    if (typeof job === 'string') return unsent(startedAtMs, job)
    const began = performance.now()
    const attempt = { startedAtMs, request: requestOf(job) }
    const durationMs = (): number => Math.round(performance.now() - began)
    try {
      const answer = await sendMail(job, guard)
      return { ...attempt, durationMs: durationMs(), response: mailAnswer(answer), failure: null }
    } catch (error) {
      return { ...attempt, durationMs: durationMs(), ...mailFault(error) }
    }
  }

  return {
    type: 'email',
    ownFormat: 'Email',
    optionsSchema: EmailOptionsSchema,
    readOptions: (options) => readEmailOptions(options, parts),
    secretsTravelTo: ({ options }) => {
      const server = serverIn(options)
      return server === null ? {} : { 'smtp.host': `${server.host}:${server.port}` }
    },
    readAddress(address) {
      const recipients = recipientsIn(address)
      return 'fault' in recipients ? recipients : { address: recipients.join(', '), authHeader: null }
    },
    paceOf: ({ options }) => ({
      limit: rateLimitOf(options, null),
      gatherMs: ((options as EmailOptions).digest_seconds ?? 0) * 1000,
    }),
    send: (delivery, target) => sendTogether([delivery], target),
    sendTogether,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function readEmailOptions(options: TargetOptions, { smtp, clock }: EmailTargetParts): OptionsReading {
  const { from, ca, smtp: own } = options as EmailOptions
  if (own === undefined && smtp.server === null)
    return { fault: 'smtp is missing, and the settings (SMTP_HOST) name no mail server either' }
  if (from === undefined && smtp.from === null)
    return { fault: 'from is missing, and the settings (SMTP_FROM) name no sender either' }
  if (own?.password !== undefined && own.username === undefined)
    return { fault: 'smtp.username is missing beside smtp.password' }
  const fault =
    rateLimitFault(options) ??
    (from === undefined ? null : senderFault(from)) ??
    authoritiesFault(ca, clock.now())
  return fault === null ? { options } : { fault }
}

function requestOf({ server, from, recipients, mail }: MailJob): NonNullable<Outcome['request']> {
  return {
    line: `MAIL to ${recipients.length} through ${server.host}:${server.port}`,
    headers: {
      from,
      to: recipients.join(', '),
      subject: mail.subject,
      'message-id': mail.messageId,
    },
  }
}

function unsent(startedAtMs: number, text: string): Outcome {
  const failure = { code: 'invalid_address', text, permanent: true, retryAfterMs: null } as const
  return { startedAtMs, durationMs: 0, request: null, response: null, failure }
}
