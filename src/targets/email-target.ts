import type { Clock } from '../domain/clock.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import type { Deliveries, LeasedDelivery } from '../domain/delivery/delivery.ts'
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
import { type Batch, batchesOf, deliveryOutcome, sendBatch } from './email/mail-round.ts'
import { mailOf } from './email/mail.ts'
import { owedRecipients } from './email/owed-recipients.ts'
import { type MailJob, sendMail } from './email/send-mail.ts'
import { rateLimitFault, rateLimitOf } from './options/rate-limit.ts'

export interface EmailTargetParts {
  readonly guard: AddressGuard
  readonly clock: Clock
  /** Deadline over a whole mail, of targets that have none of their own. */
  readonly timeoutMs: number
  /** The mail server and sender of targets that name none. */
  readonly smtp: MailDefaults
  /** The attempts of a delivery, and of those that it sends again. */
  readonly lineageOf: Deliveries['lineage']
}

/** Delivers by mail: one for each event, or a digest. Each recipient has a fate of its own. */
export function createEmailTarget(parts: EmailTargetParts): TargetKind {
  const { guard, clock, lineageOf } = parts

  async function sendTogether(
    deliveries: readonly LeasedDelivery[],
    target: TargetWithSecrets,
  ): Promise<readonly Outcome[]> {
    const startedAtMs = clock.now()
    const began = performance.now()
    const setting = mailSetting(target, parts)
    if ('fault' in setting) return deliveries.map(() => unsent(startedAtMs, setting.fault))
    const owed = await Promise.all(
      deliveries.map(async (delivery) => ({
        delivery,
        ...owedRecipients(setting.recipients, delivery.id === 0 ? [] : await lineageOf(delivery.id)),
      })),
    )
    const results = await Promise.all(
      batchesOf(owed).map((batch) => sendBatch(batch, jobOf(batch, setting), (job) => sendMail(job, guard))),
    )
    const durationMs = Math.round(performance.now() - began)
    return owed.map((one) => ({ startedAtMs, durationMs, ...deliveryOutcome(one, results) }))
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
    async send(delivery, target) {
      const [outcome] = await sendTogether([delivery], target)
      return outcome ?? unsent(clock.now(), 'there was nothing to send')
    },
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

/** The settings that all mails of a target share, or why none can be sent. */
function mailSetting(
  { address, options: given, skipCertVerify }: TargetWithSecrets,
  { timeoutMs, smtp }: EmailTargetParts,
): Omit<MailJob, 'mail'> | { readonly fault: string } {
  const options = given as EmailOptions
  const recipients = recipientsIn(address)
  const server = serverIn(options) ?? smtp.server
  const from = options.from ?? smtp.from
  if ('fault' in recipients) return recipients
  if (server === null || from === null)
    return { fault: 'neither the target nor the settings name a mail server and a sender' }
  const deadlineMs = options.timeout_seconds === undefined ? timeoutMs : options.timeout_seconds * 1000
  return { server, from, recipients, skipCertVerify, ca: options.ca ?? null, timeoutMs: deadlineMs }
}

function jobOf({ deliveries, recipients }: Batch, setting: Omit<MailJob, 'mail'>): MailJob {
  const domain = /@([^@<>\s]+?)>?$/.exec(setting.from)?.[1] ?? 'localhost'
  return { ...setting, recipients, mail: mailOf(deliveries, domain) }
}

function unsent(startedAtMs: number, text: string): Outcome {
  const failure = { code: 'invalid_address', text, permanent: true, retryAfterMs: null } as const
  return { startedAtMs, durationMs: 0, request: null, response: null, failure }
}
