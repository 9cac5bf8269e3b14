import type { Clock } from '../domain/clock.ts'
import type { PayloadFormat, PayloadInput } from '../domain/delivery/payload-format.ts'
import type { Payload } from '../domain/delivery/payload.ts'
import type { EventType } from '../domain/event/event-type.ts'
import { sampleEvent } from '../domain/event/sample-event.ts'
import type { Target } from '../domain/target/target.ts'

/** The project and the policy that a sample event is shown for. */
export type SampleContext = Pick<PayloadInput, 'project' | 'policy'>

/** The part of a target that its payloads depend on. */
export type PreviewedTarget = Pick<Target, 'id' | 'payloadFormat' | 'attachment' | 'options'>

export interface PayloadPreview {
  readonly event: PayloadInput['event']
  readonly payload: Payload
}

/** Renders a sample event of a type as a target would get it. Nothing is stored or sent. */
export type PreviewPayload = (
  type: EventType,
  target: PreviewedTarget,
  context: SampleContext,
) => PayloadPreview

export interface PayloadPreviewParts {
  readonly formats: readonly PayloadFormat[]
  readonly clock: Pick<Clock, 'now'>
}

export function createPayloadPreview({ formats, clock }: PayloadPreviewParts): PreviewPayload {
  const formatOf = new Map(formats.map((format) => [format.name, format]))
  return (type, target, { project, policy }) => {
    const nowMs = clock.now()
    const event = sampleEvent(type, { project: project.name, nowMs })
    const format = formatOf.get(target.payloadFormat)
    if (format === undefined) throw new Error(`there is no payload format ${target.payloadFormat}`)
    const input = { event, project, policy, target, repositoryCreatedAtMs: nowMs, sequence: 1 }
    return { event, payload: format.render(input) }
  }
}
