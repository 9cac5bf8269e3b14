import type { Attempt, RecipientFate } from '../../domain/delivery/attempt.ts'

/** The recipients that have not received a delivery. */
export interface Owed {
  readonly to: readonly string[]
  /** Those refused permanently in an earlier attempt of this delivery. */
  readonly refused: readonly RecipientFate[]
}

/**
 * Reads from the record which recipients the next attempt of a delivery goes to: all but those that were accepted or
 * refused permanently. A redelivery goes to the recipients that did not get the first one, or to all if all did.
 *
 * @param lineage the attempts of the delivery, then those of the delivery that it sends again, and so on
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

/** The latest fate of each recipient. */
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
