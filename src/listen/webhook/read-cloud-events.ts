import { eventTypeOfCloudEvent } from '../../domain/event/event-type.ts'
import { eventDataFacts } from './event-data.ts'
import type { FormatReader } from './format-reader.ts'
import { attributeOf } from './headers.ts'
import { isObject, textAt, valueAt } from './json-fields.ts'

/** `CloudEvents` in structured mode: the body has the attributes, and Harbor's `event_data` as its data. */
export const readStructuredCloudEvent: FormatReader = (body) => {
  const type = textAt(body, 'type')
  if (type === '' || textAt(body, 'specversion') === '') return null
  const about = { eventType: eventTypeOfCloudEvent(type), operator: textAt(body, 'operator') }
  return eventDataFacts(about, valueAt(body, 'data'))
}

/** What Harbor's `event_data` has at least one of. */
const DATA_KEYS = ['resources', 'repository', 'replication', 'retention', 'custom_attributes']

/** `CloudEvents` in binary mode: headers have the attributes, the body is the data alone. */
export const readBinaryCloudEvent: FormatReader = (body, headers) => {
  const type = attributeOf(headers, 'type')
  if (type === '' || attributeOf(headers, 'specversion') === '' || !isObject(body)) return null
  if (!DATA_KEYS.some((key) => Object.hasOwn(body, key))) return null
  const about = { eventType: eventTypeOfCloudEvent(type), operator: attributeOf(headers, 'operator') }
  return eventDataFacts(about, body)
}
