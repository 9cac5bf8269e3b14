import { type EventType, eventTypeOf, eventTypeOfCloudEvent } from '../domain/event/event-type.ts'

/** The event type of a name in any of the ways that Harbor and Bellbuoy write it; null for a name of none. */
export function typeNamed(name: string): EventType | null {
  return eventTypeOfCloudEvent(name) ?? eventTypeOf(name)
}
