import type { Clock } from '../domain/clock.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import type { PayloadFormat, PayloadInput } from '../domain/delivery/payload-format.ts'
import type { Payload } from '../domain/delivery/payload.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { EventType } from '../domain/event/event-type.ts'
import { sampleEvent } from '../domain/event/sample-event.ts'
import type { Target, TargetWithSecrets } from '../domain/target/target.ts'

export interface RehearsalParts {
  readonly formats: readonly PayloadFormat[]
  readonly targetKinds: readonly TargetKind[]
  readonly clock: Pick<Clock, 'now'>
}

/** Where a rehearsed event would have come from. */
export type Stage = Pick<PayloadInput, 'project' | 'policy'>

export interface RehearsedAttempt {
  readonly payload: Payload
  readonly outcome: Outcome
}

/** Shows what a delivery would be, with an event that did not happen. Nothing of it is stored. */
export interface Rehearsal {
  /** What a target would get. */
  preview: (type: EventType, target: PreviewedTarget, stage: Stage) => Payload
  /** Makes one real attempt. */
  attempt: (type: EventType, target: TargetWithSecrets, stage: Stage) => Promise<RehearsedAttempt>
}

export type PreviewedTarget = Pick<Target, 'id' | 'payloadFormat' | 'attachment' | 'options'>

export function createRehearsal({ formats, targetKinds, clock }: RehearsalParts): Rehearsal {
  const formatOf = new Map(formats.map((format) => [format.name, format]))
  const kindOf = new Map(targetKinds.map((kind) => [kind.type, kind]))

  function rehearse(type: EventType, target: PreviewedTarget, { project, policy }: Stage) {
    const nowMs = clock.now()
    const event = sampleEvent(type, { project: project.name, nowMs })
    const format = formatOf.get(target.payloadFormat)
    if (format === undefined) throw new Error(`there is no payload format ${target.payloadFormat}`)
    const input = { event, project, policy, target, repositoryCreatedAtMs: nowMs, sequence: 1 }
    return { event, payload: format.render(input) }
  }

  return {
    preview: (type, target, stage) => rehearse(type, target, stage).payload,
    async attempt(type, target, stage) {
      const { event, payload } = rehearse(type, target, stage)
      const kind = kindOf.get(target.type)
      if (kind === undefined) throw new Error(`there is no target of type ${target.type}`)
      const outcome = await kind.send(
        {
          id: 0,
          eventId: event.id,
          eventType: type,
          repository: event.repository,
          projectId: stage.policy.projectId,
          targetId: target.id,
          payload,
          attempt: 1,
          failures: 0,
        },
        target,
      )
      return { payload, outcome }
    },
  }
}
