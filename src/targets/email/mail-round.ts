import type { Failure, Outcome, ReceivedResponse, RecipientFate } from '../../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import { mailAnswer, mailFault } from './mail-failure.ts'
import type { Owed } from './owed-recipients.ts'
import { named } from './recipient-fates.ts'
import type { MailJob, SentMail } from './send-mail.ts'

/** A delivery, and the recipients that have not received it. */
export interface OwedDelivery extends Owed {
  readonly delivery: LeasedDelivery
}

/** One mail of a round: recipients that miss the same deliveries share it. */
export interface Batch {
  readonly deliveries: readonly LeasedDelivery[]
  readonly recipients: readonly string[]
}

/** The result of one mail. */
export interface BatchResult extends Batch {
  readonly job: MailJob
  readonly response: ReceivedResponse | null
  readonly recipientFates: readonly RecipientFate[]
  /** Why the whole mail failed; null when the server answered for each recipient. */
  readonly fault: Failure | null
}

/** Groups deliveries into as few mails as bring each recipient the deliveries that it misses. */
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

/** How an attempt ended for one of its deliveries: a success only when no recipient misses it. */
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

/** @param missed recipients refused in this attempt, or permanently in an earlier one */
function failureOf(missed: readonly RecipientFate[], faults: readonly Failure[]): Failure | null {
  const [fault] = faults
  if (fault === undefined && missed.length === 0) return null
  const who = `the mail server did not accept the mail for ${named(missed)}`
  const text = fault === undefined ? who : [fault.text, ...(missed.length > 0 ? [who] : [])].join('; ')
  const mayChange =
    missed.some(({ fate }) => fate === 'deferred') || faults.some(({ permanent }) => !permanent)
  return { code: fault?.code ?? 'status', text, permanent: !mayChange, retryAfterMs: null }
}
