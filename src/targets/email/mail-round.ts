import type { Failure, Outcome, ReceivedResponse, RecipientFate } from '../../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import { mailAnswer, mailFault } from './mail-failure.ts'
import type { Owed } from './owed-recipients.ts'
import { named } from './recipient-fates.ts'
import type { MailJob, SentMail } from './send-mail.ts'

/** A delivery, and who is still to get it. */
export interface OwedDelivery extends Owed {
  readonly delivery: LeasedDelivery
}

/** One mail of a round: those who are owed the same deliveries get them in one. */
export interface Batch {
  readonly deliveries: readonly LeasedDelivery[]
  readonly recipients: readonly string[]
}

/** What came of one mail. */
export interface BatchResult extends Batch {
  readonly job: MailJob
  readonly response: ReceivedResponse | null
  readonly recipientFates: readonly RecipientFate[]
  /** Why the mail went to nobody for a reason that is none of the recipients'; null otherwise. */
  readonly fault: Failure | null
}

/** Groups deliveries into as few mails as bring to each recipient what it is owed. */
export function batchesOf(owed: readonly OwedDelivery[]): readonly Batch[] {
  const recipients = [...new Set(owed.flatMap(({ to }) => to))]
  const owedTo = (address: string): readonly LeasedDelivery[] =>
    owed.filter(({ to }) => to.includes(address)).map(({ delivery }) => delivery)
  const groups = Map.groupBy(recipients, (address) =>
    owedTo(address)
      .map(({ id }) => id)
      .join(),
  )
  return [...groups.values()].map((group) => ({ deliveries: owedTo(group[0] ?? ''), recipients: group }))
}

/** Sends one mail. Never rejects. */
export async function sendBatch(
  batch: Batch,
  job: MailJob,
  send: (job: MailJob) => Promise<SentMail>,
): Promise<BatchResult> {
  try {
    const { answer, recipients } = await send(job)
    return { ...batch, job, response: mailAnswer(answer), recipientFates: recipients, fault: null }
  } catch (error) {
    const { failure, response, recipients } = mailFault(error, batch.recipients)
    const fault = recipients.length > 0 ? null : failure
    return { ...batch, job, response, recipientFates: recipients, fault }
  }
}

/** How an attempt ended for one of its deliveries, of which some recipients may have got it and others not. */
export function deliveryOutcome(
  { delivery, to, refused }: OwedDelivery,
  results: readonly BatchResult[],
): Pick<Outcome, 'request' | 'response' | 'failure'> {
  const own = results.filter(({ deliveries }) => deliveries.includes(delivery))
  const fates = own.flatMap(({ recipientFates }) => recipientFates)
  const faults = own.flatMap(({ fault }) => fault ?? [])
  const [response] = own.flatMap(({ response: one }) => one ?? [])
  return {
    request: requestOf(to, own),
    response: response === undefined ? null : { ...response, recipients: fates },
    failure: failureOf([...refused, ...fates.filter(({ fate }) => fate !== 'taken')], faults),
  }
}

function requestOf(to: readonly string[], results: readonly BatchResult[]): Outcome['request'] {
  const [first] = results
  if (first === undefined) return null
  const { server, from, mail } = first.job
  return {
    line: `MAIL to ${to.length} through ${server.host}:${server.port}`,
    headers: {
      from,
      to: to.join(', '),
      subject: mail.subject,
      'message-id': results.map(({ job }) => job.mail.messageId).join(' '),
    },
  }
}

/** @param missed those who have not got it, in this attempt or for good in an earlier one */
function failureOf(missed: readonly RecipientFate[], faults: readonly Failure[]): Failure | null {
  const [fault] = faults
  if (fault === undefined && missed.length === 0) return null
  const who = `the mail server did not take the mail for ${named(missed)}`
  const text = fault === undefined ? who : [fault.text, ...(missed.length > 0 ? [who] : [])].join('; ')
  const mayChange =
    missed.some(({ fate }) => fate === 'deferred') || faults.some(({ permanent }) => !permanent)
  return { code: fault?.code ?? 'status', text, permanent: !mayChange, retryAfterMs: null }
}
