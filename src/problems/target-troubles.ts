import type { Problem, Trouble } from '../domain/problem/problem.ts'
import type { TargetStanding } from '../domain/problem/problems.ts'
import type { Store } from '../domain/store.ts'
import type { FailingTarget, TargetOutcomes } from './target-outcomes.ts'

export interface TargetTroublesParts {
  readonly store: Pick<Store, 'problems' | 'breakers' | 'history'>
  readonly outcomes: TargetOutcomes
}

/** The targets that fail now, and how all that failed stand. */
export interface TargetTroubles {
  readonly troubles: readonly Trouble[]
  readonly standings: ReadonlyMap<number, TargetStanding>
}

/**
 * Which targets fail: those of an open problem until one of their deliveries succeeds, those that this process saw fail, and those with an
 * open breaker. A target that is gone or disabled does not.
 *
 * @param unreachable the targets whose breaker was open when this process started
 */
export async function findTargetTroubles(
  open: readonly Problem[],
  unreachable: readonly number[],
  { store, outcomes }: TargetTroublesParts,
): Promise<TargetTroubles> {
  const known = new Map(
    open.flatMap((one) => (one.kind === 'target_failing' ? [[one.targetId ?? 0, one]] : [])),
  )
  outcomes.forgetClosed(new Set(known.keys()))
  const lasting = new Map(outcomes.lasting.map((one) => [one.targetId, one]))
  const ids = [...new Set([...known.keys(), ...lasting.keys(), ...unreachable])]
  const standings = new Map((await store.problems.targets(ids)).map((one) => [one.targetId, one]))
  const troubles: Trouble[] = []
  for (const id of ids) {
    const standing = standings.get(id)
    if (standing === undefined || standing.endedBecause !== null) outcomes.forget(id)
    else if (!outcomes.hasSucceeded(id))
      troubles.push(await troubleOf(standing, { known: known.get(id), failing: lasting.get(id) }, store))
  }
  return { troubles, standings }
}

interface Clues {
  readonly known: Problem | undefined
  readonly failing: FailingTarget | undefined
}

async function troubleOf(
  { targetId, policyId, projectId }: TargetStanding,
  { known, failing }: Clues,
  { breakers, history }: TargetTroublesParts['store'],
): Promise<Trouble> {
  const subject = { kind: 'target_failing', projectId, policyId, targetId, sourceId: null } as const
  if (failing !== undefined) {
    const { cause, reason, firstDeliveryId } = failing
    const isQuiet = failing.isQuiet && known?.isQuiet !== false
    const sinceMs = known?.sinceMs ?? (await history.delivery(null, firstDeliveryId))?.createdAtMs ?? 0
    return { ...subject, cause, reason, sinceMs, isQuiet }
  }
  if (known !== undefined) return known
  const [found] = await breakers.of([targetId])
  const { reason = '', sinceMs = 0 } = found ?? {}
  return { ...subject, cause: 'connect', reason, sinceMs, isQuiet: false }
}
