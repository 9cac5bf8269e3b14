import { type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import type { DeliveryFilter, EventFilter, EventOutcome } from '../../domain/delivery/history.ts'
import { lowestUuidV7 } from '../../domain/ids.ts'
import { type SqlCondition, given, isThere } from '../conditions.ts'
import { uuidBytes } from '../columns/uuid-bytes.ts'
import { contains } from '../list-query.ts'

/** How far the time in an event's id may be from when it was accepted. */
const ID_SLACK_MS = 60_000

/** A column of the event that a row is about. */
export type EventColumn = (
  name: 'type' | 'repository' | 'tag' | 'operator' | 'source_id' | 'accepted_at',
) => RawBuilder<unknown>

/**
 * Conditions on an event that each row is checked against.
 *
 * @param column of the event `e`, unless it is said
 */
export function eventFilters(
  filter: Omit<DeliveryFilter, 'words'>,
  column: EventColumn = (name) => sql`e.${sql.ref(name)}`,
): readonly SqlCondition[] {
  const { eventType, repository, tag, operator, source, sinceMs, untilMs } = filter
  return [
    ...given(eventType, (wanted) => sql`${column('type')} = ${wanted}`),
    ...given(repository, (path) => sql`${column('repository')} = ${path}`),
    ...given(tag, (name) => sql`${column('tag')} = ${name}`),
    ...given(operator, (name) => sql`${column('operator')} = ${name}`),
    ...given(source, (name) => sql`${column('source_id')} = (select id from source where name = ${name})`),
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

/** The states of deliveries that make an outcome. */
const STATES_OF: Readonly<Record<Exclude<EventOutcome, 'unsent'>, readonly DeliveryState[]>> = {
  delivered: ['success'],
  failed: ['error'],
  pending: ['pending', 'running'],
  stopped: ['stopped'],
  expired: ['expired'],
}

/** The condition on what became of an event `e`: one of these. */
export function hasOutcome(outcomes: readonly EventOutcome[]): readonly SqlCondition[] {
  if (outcomes.length === 0) return []
  return [sql`(${sql.join(outcomes.map(outcomeCondition), sql` or `)})`]
}

function outcomeCondition(outcome: EventOutcome): SqlCondition {
  const deliveries = sql`select 1 from delivery where delivery.event_id = e.id`
  if (outcome === 'unsent') return sql`(e.held_until is null and not (${isThere(deliveries)}))`
  const some = isThere(sql`${deliveries} and delivery.state in (${sql.join(STATES_OF[outcome])})`)
  return outcome === 'pending' ? sql`(e.held_until is not null or ${some})` : some
}

/** Conditions on an event `e`: each word is found in what is known of it. */
export function hasWords(words: readonly string[]): readonly SqlCondition[] {
  const known = sql`e.type || ' ' || e.repository || ':' || coalesce(e.tag, '') || ' ' || e.operator || ' ' || e.detail_json`
  return words.map((word) => contains(known, word))
}
