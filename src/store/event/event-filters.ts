import { type RawBuilder, sql } from 'kysely'
import type { EventFilter } from '../../domain/delivery/history.ts'
import { lowestUuidV7 } from '../../domain/ids.ts'
import { type SqlCondition, given } from '../conditions.ts'
import { uuidBytes } from '../columns/uuid-bytes.ts'

/** How far the time in an event's id may be from when it was accepted. */
const ID_SLACK_MS = 60_000

/** A column of the event that a row is about. */
type EventColumn = (name: 'type' | 'repository' | 'accepted_at') => RawBuilder<unknown>

/**
 * Conditions on an event that each row is checked against.
 *
 * @param column of the event `e`, unless it is said
 */
export function eventFilters(
  filter: EventFilter,
  column: EventColumn = (name) => sql`e.${sql.ref(name)}`,
): readonly SqlCondition[] {
  const { eventType, repository, sinceMs, untilMs } = filter
  return [
    ...given(eventType, (wanted) => sql`${column('type')} = ${wanted}`),
    ...given(repository, (path) => sql`${column('repository')} = ${path}`),
    ...given(sinceMs, (atMs) => sql`${column('accepted_at')} >= ${atMs}`),
    ...given(untilMs, (atMs) => sql`${column('accepted_at')} < ${atMs}`),
  ]
}

/** Conditions on an event `e` that an index serves. Ids hold the time of acceptance, to a few moments. */
export function indexedEventFilters({ projectId, sinceMs, untilMs }: EventFilter): readonly SqlCondition[] {
  return [
    ...given(projectId, (id) => sql`e.project_id = ${id}`),
    ...given(sinceMs, (atMs) => sql`e.uuid >= ${uuidBytes(lowestUuidV7(atMs - ID_SLACK_MS))}`),
    ...given(untilMs, (atMs) => sql`e.uuid < ${uuidBytes(lowestUuidV7(atMs + ID_SLACK_MS))}`),
  ]
}
