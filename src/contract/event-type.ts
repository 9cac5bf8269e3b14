/** The event types, for the console, which may import no other part of the server than this one. */
export {
  EVENT_TYPES,
  type EventShape,
  type EventType,
  isEventType,
  shapeOf,
} from '../domain/event/event-type.ts'
