import { cloudEventTypeOf } from '../../domain/event/event-type.ts'
import type { Payload } from '../../domain/delivery/payload.ts'
import type { PayloadFormat, PayloadInput } from '../../domain/delivery/payload-format.ts'
import { goJson } from '../parts/go-json.ts'
import { harborEventData } from '../harbor/event-data.ts'
import { headerText } from '../parts/header-text.ts'

/**
 * Harbor's CloudEvents 1.0: structured as Harbor writes it, or in binary mode where the target's option
 * `cloudevents_mode` says so. The id is the event's own, where Harbor invents one for every delivery: by source
 * and id together a receiver recognises an event that it already knows. Where the source names no request, the event's id
 * stands for it too: a UUID, and the same in every retry.
 */
export const cloudEventsFormat: PayloadFormat = {
  name: 'CloudEvents',
  about:
    "Harbor 2's CloudEvents 1.0, byte for byte. `id` is the event's own: the same for every target, retry and redelivery. With the target option `cloudevents_mode` set to `binary`, the attributes travel as `ce-` headers and the body is `data` alone.",
  sharedBy: 'target',
  render(input) {
    return input.target.options['cloudevents_mode'] === 'binary' ? binary(input) : structured(input)
  },
}

interface Attributes {
  readonly context: Readonly<Record<string, string>>
  readonly extensions: Readonly<Record<string, string>>
}

function attributesOf({ event, policy }: PayloadInput): Attributes {
  return {
    context: {
      specversion: '1.0',
      id: event.id,
      source: `/projects/${policy.projectId}/webhook/policies/${policy.id}`,
      type: cloudEventTypeOf(event.type),
      datacontenttype: 'application/json',
      time: new Date(event.occurredAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    extensions: { operator: event.operator, requestid: event.detail.requestId ?? event.id },
  }
}

function structured(input: PayloadInput): Payload {
  const { context, extensions } = attributesOf(input)
  const body = goJson({ ...context, data: harborEventData(input), ...extensions })
  return { contentType: 'application/cloudevents+json', body }
}

/** CloudEvents HTTP binding 1.0.2, section 3.1, with the encoding of 3.1.3.2. An empty attribute is left out: an empty header may not arrive. */
function binary(input: PayloadInput): Payload {
  const { context, extensions } = attributesOf(input)
  const { datacontenttype = '', ...attributes } = { ...context, ...extensions }
  const known = Object.entries(attributes).filter(([, value]) => value !== '')
  return {
    contentType: datacontenttype,
    headers: Object.fromEntries(known.map(([name, value]) => [`ce-${name}`, headerText(value)])),
    body: goJson(harborEventData(input)),
  }
}
