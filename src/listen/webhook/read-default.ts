import { writtenEventType } from '../../domain/event/event-type.ts'
import { eventDataFacts } from './event-data.ts'
import type { FormatReader } from './format-reader.ts'
import { isObject, textAt, valueAt } from './json-fields.ts'

/** `Default` and `Harbor1`, as Bellbuoy and any Harbor since 1.10 send them: they differ in the names of the event types. */
export const readDefault: FormatReader = (body) => {
  const [type, data] = [textAt(body, 'type'), valueAt(body, 'event_data')]
  if (type === '' || !isObject(data)) return null
  return eventDataFacts({ eventType: writtenEventType(type), operator: textAt(body, 'operator') }, data)
}
