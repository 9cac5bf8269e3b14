import type { Attempt, RecipientFate } from '../../domain/delivery/attempt.ts'

/** Who is still to get a delivery. */
export interface Owed {
  readonly to: readonly string[]
  /** Whom the mail server has refused for good in an earlier attempt of this delivery. */
  readonly refused: readonly RecipientFate[]
}

/**
 * Reads out of the record who is still to get a delivery: not those who took it, nor those who were refused for good. A
 * delivery that sends another once more goes to those who had not taken that one, or to all when all had.
 *
 * @param lineage its attempts, then those of the delivery that it sends once more, and so on
 */
export function owedRecipients(
  recipients: readonly string[],
  lineage: readonly (readonly Pick<Attempt, 'response'>[])[],
): Owed {
  const [own = [], ...earlier] = lineage.map(lastFates)
  let served: ReadonlySet<string> = new Set()
  for (const fates of earlier.toReversed())
    served = new Set([...unlessAll(served, recipients), ...takenIn(fates)])
  const taken = new Set([...unlessAll(served, recipients), ...takenIn(own)])
  const refused = own.filter(({ address, fate }) => fate === 'refused' && recipients.includes(address))
  const isDone = (address: string): boolean =>
    taken.has(address) || refused.some((one) => one.address === address)
  return { to: recipients.filter((address) => !isDone(address)), refused }
}

/** What became of each recipient at last. */
function lastFates(attempts: readonly Pick<Attempt, 'response'>[]): readonly RecipientFate[] {
  const fates = attempts.flatMap(({ response }) => response?.recipients ?? [])
  return [...new Map(fates.map((fate) => [fate.address, fate])).values()]
}

function takenIn(fates: readonly RecipientFate[]): readonly string[] {
  return fates.filter(({ fate }) => fate === 'taken').map(({ address }) => address)
}

function unlessAll(served: ReadonlySet<string>, recipients: readonly string[]): ReadonlySet<string> {
  return recipients.every((address) => served.has(address)) ? new Set() : served
}
