import { EVENT_TYPES, type EventType } from '../../../src/domain/event/event-type.ts'
import type { Payload } from '../../../src/domain/delivery/payload.ts'
import type { PayloadFormat } from '../../../src/domain/delivery/payload-format.ts'
import { sampleEvent } from '../../../src/domain/event/sample-event.ts'
import { PAYLOAD_FORMATS } from '../../../src/payloads/payload-formats.ts'
import { payloadInput } from './payload-input.ts'
import { readBody } from './read-body.ts'
import { rendered } from './rendered.ts'

/** Names most of what a template may name, in and outside of strings. */
const TEMPLATE = `{
  "title": "{{ type }} in {{ project.name }}",
  "by": {{ actor.name }},
  "image": {{ artifact.pull_by_tag | default: artifact.pull_by_digest }},
  "platforms": {{ artifact.platforms }},
  "details": {{ scan | default: quota | default: chart | default: replication | default: retention }}
}`

export interface SamplePayload {
  readonly format: PayloadFormat
  readonly type: EventType
  readonly payload: Payload
  /** The path of its golden file in `test/golden/`, without the `.json`. */
  readonly path: string
  /** What is sent, laid out for readers: the headers, and the body as its JSON holds it, or as a text. */
  readonly text: string
}

/** The sample event of every type in every payload format; CloudEvents in binary mode, since Harbor's examples are structured. */
export function samplePayloads(): readonly SamplePayload[] {
  return PAYLOAD_FORMATS.flatMap((format) =>
    EVENT_TYPES.map((type) => {
      const event = sampleEvent(type, { project: 'shop', nowMs: 1_772_359_204_000 })
      const options = { template: TEMPLATE, cloudevents_mode: 'binary' }
      const payload = rendered(format, payloadInput({ event, options }))
      const headers = { 'content-type': payload.contentType, ...payload.headers }
      const sent = { headers, body: readBody(payload) }
      const path = `samples/${format.name}/${type}`
      return { format, type, payload, path, text: `${JSON.stringify(sent, null, 2)}\n` }
    }),
  )
}
