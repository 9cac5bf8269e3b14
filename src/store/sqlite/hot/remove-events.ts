import type { DatabaseSync } from 'node:sqlite'
import { performance } from 'node:perf_hooks'
import type { RemovalBounds, RemovedSlice } from '../../../domain/retention/retention.ts'
import {
  type DeliveryToRemove,
  type EventToRemove,
  RemovedSums,
  isReport,
} from '../../retention/removed-sums.ts'
import { ON_LEGAL_HOLD } from '../../retention/on-legal-hold.ts'
import { statement } from '../../../sqlite/statement.ts'
import { prepareKeepRemovedHours } from './keep-removed-hours.ts'
import { prepareKeepRemovedSums } from './keep-removed-sums.ts'

export interface EventRemoval {
  readonly bounds: RemovalBounds
  /** The number of the event after which to begin. */
  readonly after: number
  readonly nowMs: number
}

interface EventRow extends EventToRemove {
  readonly held_until: number | null
  readonly on_legal_hold: number
}

/** A slice ends after this time, … */
const SLICE_MS = 3
/** … or with so many events: those that stay cost little. */
const SLICE_EVENTS = 500

/**
 * Removes events with all that belongs to them, for a few milliseconds. The newest event and the newest delivery stay: SQLite would give their
 * numbers out again.
 */
export function prepareRemoveEvents(database: DatabaseSync): (removal: EventRemoval) => RemovedSlice {
  const look = prepareLook(database)
  const remove = prepareRemove(database)
  const keepSums = prepareKeepRemovedSums(database)
  const keepHours = prepareKeepRemovedHours(database)
  return ({ bounds, after, nowMs }) => {
    const startedMs = performance.now()
    const newest = look.newest()
    const sums = new RemovedSums()
    const events = look.events(after, Math.min(bounds.below, newest.event))
    let last: number | null = null
    for (const event of events) {
      if (last !== null && performance.now() - startedMs > SLICE_MS) break
      last = event.id
      if (!isOver(event, bounds)) continue
      const deliveries = look.deliveries(event.id)
      if (deliveries.some(({ id }) => id === newest.delivery)) continue
      if (sums.add(event, deliveries)) remove(event, deliveries, nowMs)
    }
    keepSums(sums)
    keepHours(sums.hours)
    const isEnd = events.length < SLICE_EVENTS && last === (events.at(-1)?.id ?? null)
    return { events: sums.events, deliveries: sums.deliveries, after: isEnd ? null : last }
  }
}

function isOver(
  { id, accepted_at, held_until, on_legal_hold }: EventRow,
  { sinceMs, surplusBelow }: RemovalBounds,
): boolean {
  if (held_until !== null || on_legal_hold === 1) return false
  return accepted_at < sinceMs || id < surplusBelow
}

function prepareLook(database: DatabaseSync) {
  const selectNewest = statement(
    database,
    'select coalesce((select max(id) from event), 0) as event, coalesce((select max(id) from delivery), 0) as delivery',
  )
  const selectEvents = statement(
    database,
    `
    select id, source_id, source_event_id, project_id, type, accepted_at, held_until, merged_into, verdicts_json,
      ${ON_LEGAL_HOLD} as on_legal_hold
    from event e where id > :after and id < :below order by id limit ${SLICE_EVENTS}`,
  )
  const selectDeliveries = statement(
    database,
    `
    select id, event_id, policy_id, payload_id, state, reported_as, redelivered_as, created_at, ended_at, lease_owner
    from delivery where event_id = :event_id`,
  )
  return {
    newest: () => selectNewest.get({}) as unknown as { readonly event: number; readonly delivery: number },
    events: (after: number, below: number) => selectEvents.all({ after, below }) as readonly EventRow[],
    deliveries: (event_id: number) => selectDeliveries.all({ event_id }) as readonly DeliveryToRemove[],
  }
}

function prepareRemove(database: DatabaseSync) {
  const removeAttempts = statement(database, 'delete from attempt where delivery_id = :delivery_id')
  const removePayload = statement(database, 'delete from payload where id = :id and event_id = :event_id')
  const removeDelivery = statement(database, 'delete from delivery where id = :id')
  const keepKey = statement(
    database,
    `
    insert into report_key (source_id, reported_at, source_event_id, removed_at)
    select source_id, reported_at, source_event_id, :now from event where id = :id on conflict do nothing`,
  )
  const removeEvent = statement(database, 'delete from event where id = :id')
  return (event: EventToRemove, deliveries: readonly DeliveryToRemove[], now: number): void => {
    for (const { id } of deliveries) {
      removeAttempts.run({ delivery_id: id })
      removeDelivery.run({ id })
    }
    for (const id of new Set(deliveries.map(({ payload_id }) => payload_id)))
      removePayload.run({ id, event_id: event.id })
    if (isReport(event)) keepKey.run({ id: event.id, now })
    removeEvent.run({ id: event.id })
  }
}
