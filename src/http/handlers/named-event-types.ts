import { badRequest } from '../../domain/errors.ts'
import { type EventType, eventTypeOf } from '../../domain/event/event-type.ts'

/** The event type of a name, Harbor's or the proposal's. @throws BellbuoyError `BAD_REQUEST` */
export function namedEventType(name: string): EventType {
  const type = eventTypeOf(name)
  if (type === null) throw badRequest(`unsupported event type ${name}`)
  return type
}

/** The event types of these names, each once. @throws BellbuoyError `BAD_REQUEST` */
export function namedEventTypes(names: readonly string[]): readonly EventType[] {
  return [...new Set(names.map(namedEventType))]
}
