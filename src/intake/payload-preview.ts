import type { Clock } from '../domain/clock.ts'
import type { PayloadFormat, PayloadInput } from '../domain/delivery/payload-format.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { Payload } from '../domain/delivery/payload.ts'
import type { EventType } from '../domain/event/event-type.ts'
import { sampleEvent } from '../domain/event/sample-event.ts'
import type { Target } from '../domain/target/target.ts'

/** The project and the policy that a sample event is shown for, and whose turn it takes to run a template. */
export interface SampleContext extends Pick<PayloadInput, 'project' | 'policy'> {
  readonly owner: string
}

/** The part of a target that its payloads depend on. */
export type PreviewedTarget = Pick<Target, 'id' | 'payloadFormat' | 'attachment' | 'options'>

export interface PayloadPreview {
  readonly event: PayloadInput['event']
  readonly payload: Payload
  /** Why the template takes too much: `payload` is not rendered then, and a delivery would fail. */
  readonly overBudget?: string
}

/**
 * Renders a sample event of a type as a target would get it. Nothing is stored or sent.
 *
 * @throws BellbuoyError `TOO_MANY_REQUESTS` when the owner tries too many templates; `UNAVAILABLE` when the program ends
 */
export type PreviewPayload = (
  type: EventType,
  target: PreviewedTarget,
  context: SampleContext,
) => Promise<PayloadPreview>

export interface PayloadPreviewParts {
  readonly formats: readonly PayloadFormat[]
  readonly templates: Pick<Templates, 'render'>
  readonly clock: Pick<Clock, 'now'>
}

export function createPayloadPreview({ formats, templates, clock }: PayloadPreviewParts): PreviewPayload {
  const formatOf = new Map(formats.map((format) => [format.name, format]))
  return async (type, target, { project, policy, owner }) => {
    const nowMs = clock.now()
    const event = sampleEvent(type, { project: project.name, nowMs })
    const format = formatOf.get(target.payloadFormat)
    if (format === undefined) throw new Error(`there is no payload format ${target.payloadFormat}`)
    const input = { event, project, policy, target, repositoryCreatedAtMs: nowMs, sequence: 1 }
    const payload = format.render(input)
    if (payload.unrendered !== true) return { event, payload }
    const end = await templates.render(payload, target, owner)
    if (end === 'not run')
      throw new BellbuoyError('UNAVAILABLE', 'the program ends', { retryAfterSeconds: 5 })
    return { event, payload, ...end }
  }
}
