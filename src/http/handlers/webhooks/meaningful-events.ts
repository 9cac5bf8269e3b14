import { badRequest } from '../../../domain/errors.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import type { TargetChecks } from './target-draft.ts'

/**
 * Refuses event types that mean nothing to the receiver of a target, before it gets events that it can do nothing with.
 *
 * @param type of the target
 * @throws BellbuoyError `BAD_REQUEST` that names the first of them, and those that it takes
 */
export function assertMeaningful(
  eventTypes: readonly EventType[],
  type: string,
  { targetKinds }: Pick<TargetChecks, 'targetKinds'>,
): void {
  const taken = targetKinds.find((kind) => kind.type === type)?.eventTypes
  const other = taken === undefined ? undefined : eventTypes.find((one) => !taken.includes(one))
  if (taken === undefined || other === undefined) return
  throw badRequest(
    `${other} means nothing to a target of type ${type}, which takes ${taken.join(', ')}: subscribe it in another policy`,
  )
}
