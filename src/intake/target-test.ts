import type { Clock } from '../domain/clock.ts'
import { type Outcome, templateFailure } from '../domain/delivery/attempt.ts'
import type { Payload } from '../domain/delivery/payload.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { EventType } from '../domain/event/event-type.ts'
import type { TargetWithSecrets } from '../domain/target/target.ts'
import type { PreviewPayload, SampleContext } from './payload-preview.ts'

export interface TargetTest {
  readonly payload: Payload
  readonly outcome: Outcome
}

/** Sends a sample event of a type to a target: one real attempt, which is not stored. */
export type TestTarget = (
  type: EventType,
  target: TargetWithSecrets,
  context: SampleContext,
) => Promise<TargetTest>

export interface TargetTestParts {
  readonly previewPayload: PreviewPayload
  readonly targetKinds: readonly TargetKind[]
  readonly clock: Pick<Clock, 'now'>
}

export function createTargetTest({ previewPayload, targetKinds, clock }: TargetTestParts): TestTarget {
  const kindOf = new Map(targetKinds.map((kind) => [kind.type, kind]))
  return async (type, target, context) => {
    const { event, payload, overBudget } = await previewPayload(type, target, context)
    if (overBudget !== undefined) return { payload, outcome: templateFailure(overBudget, clock.now()) }
    const kind = kindOf.get(target.type)
    if (kind === undefined) throw new Error(`there is no target of type ${target.type}`)
    const delivery = {
      id: 0,
      eventId: event.id,
      eventType: type,
      repository: event.repository,
      projectId: context.policy.projectId,
      policyId: context.policy.id,
      targetId: target.id,
      payload,
      attempt: 1,
      failures: 0,
    }
    return { payload, outcome: await kind.send(delivery, target) }
  }
}
