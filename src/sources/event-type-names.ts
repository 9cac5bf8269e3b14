import {
  type EventType,
  eventTypeOf,
  eventTypeOfCloudEvent,
  isMetaEvent,
} from '../domain/event/event-type.ts'

/** The event type of a name in any of the ways that Harbor and Bellbuoy write it; null for a name of none, and of a meta event. */
export function typeNamed(name: string): EventType | null {
  const type = eventTypeOfCloudEvent(name) ?? eventTypeOf(name)
  return type === null || isMetaEvent(type) ? null : type
}
