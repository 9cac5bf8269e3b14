import type { Route } from '../../route.ts'
import { type EventParts, eventRoutes } from './events.ts'
import { notificationRoutes } from './notifications.ts'
import { oneSourceRoutes } from './one-source.ts'
import { type SourcesParts, sourcesRoutes } from './sources.ts'

export type SourceParts = EventParts & SourcesParts

/** Sources, and the events that they report. */
export function sourceRoutes(parts: SourceParts): readonly Route[] {
  return [notificationRoutes(parts), eventRoutes(parts), sourcesRoutes(parts), oneSourceRoutes(parts)].flat()
}
