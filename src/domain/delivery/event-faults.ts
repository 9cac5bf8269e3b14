import type { PolicyVerdict } from '../policy/policy.ts'
import type { AuditedBirth, AuditedEvent, AuditedTarget } from './account-reader.ts'

/** The targets of each policy, also those that were deleted. */
export type TargetsByPolicy = ReadonlyMap<number, readonly AuditedTarget[]>

/**
 * Says what is wrong with the account of an event: every verdict `deliver` has one first delivery to each target that the
 * policy had then, and nothing else has any. A meta event has none to the target that it is about.
 *
 * A delivery that the event got when it was decided bears the time of its acceptance. Others are replays and
 * redeliveries, which add to the account but belong to no verdict.
 *
 * @returns one sentence for each fault; none when the account balances
 */
export function eventFaults(event: AuditedEvent, targets: TargetsByPolicy): readonly string[] {
  const { verdicts } = event
  if (verdicts === null) return ['its verdicts cannot be read']
  const births = Map.groupBy(
    event.deliveries.filter((one) => isBirth(one, event)),
    (one) => one.policyId,
  )
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.policyId, verdict.verdict]))
  return [
    ...placeFaults(event),
    ...verdicts.flatMap((verdict) => missingFaults(event, verdict, targets.get(verdict.policyId) ?? [])),
    ...[...births].flatMap(([policyId, born]) => [
      ...unwantedFaults(policyId, verdictOf.get(policyId), born),
      ...repeatedFaults(born),
    ]),
  ]
}

function isBirth({ isRedelivery, createdAtMs }: AuditedBirth, { acceptedAtMs }: AuditedEvent): boolean {
  return !isRedelivery && createdAtMs === acceptedAtMs
}

function placeFaults({ id, mergedInto, isWholeKnown, heldUntilMs, withheld, verdicts }: AuditedEvent) {
  const faults: string[] = []
  if (mergedInto !== null && !isWholeKnown)
    faults.push(`it is merged into event ${mergedInto}, which is not stored`)
  if (mergedInto === id) faults.push('it is merged into itself')
  if (mergedInto !== null && heldUntilMs !== null) faults.push('it is merged, and held as well')
  if (withheld !== null && verdicts?.some(({ verdict }) => verdict === 'deliver') === true)
    faults.push(`it is withheld (${withheld}), and a policy wants it delivered`)
  return faults
}

function missingFaults(
  { deliveries, aboutTargetId }: AuditedEvent,
  { policyId, verdict }: PolicyVerdict,
  targets: readonly AuditedTarget[],
): readonly string[] {
  if (verdict !== 'deliver' || targets.length === 0) return []
  const first = deliveries.filter((one) => one.policyId === policyId && !one.isRedelivery)
  if (first.length === 0) return [`policy ${policyId} wants it delivered, and it has no delivery`]
  const reached = new Set(first.map(({ targetId }) => targetId))
  const decidedWith = Math.min(...first.map(({ id }) => id))
  return targets
    .filter(
      (target) => wasThere(target, decidedWith) && !reached.has(target.id) && target.id !== aboutTargetId,
    )
    .map(({ id }) => `policy ${policyId} wants it delivered, and the delivery to target ${id} is missing`)
}

/** Whether a target surely belonged to its policy when an event was decided. Ids of deliveries grow, also where a clock is set back. */
function wasThere(target: AuditedTarget, deliveryId: number): boolean {
  if (target.isDeleted) return false
  return target.isPolicyUnchanged || (target.firstDeliveryId !== null && target.firstDeliveryId < deliveryId)
}

function unwantedFaults(
  policyId: number,
  verdict: string | undefined,
  [first]: readonly AuditedBirth[],
): readonly string[] {
  if (verdict === 'deliver' || first === undefined) return []
  const why = verdict === undefined ? 'has no verdict on it' : `has the verdict "${verdict}"`
  return [`policy ${policyId} ${why}, and it has the delivery ${first.id}`]
}

function repeatedFaults(births: readonly AuditedBirth[]): readonly string[] {
  return [...Map.groupBy(births, ({ targetId }) => targetId)].flatMap(([targetId, same]) =>
    same.length > 1
      ? `it has ${same.length} first deliveries to target ${targetId}: ${same.map(({ id }) => id).join(', ')}`
      : [],
  )
}
