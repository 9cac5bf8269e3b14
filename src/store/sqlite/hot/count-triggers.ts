import type { DatabaseSync } from 'node:sqlite'
import type { EventType } from '../../../domain/event/event-type.ts'
import { statement } from '../../../sqlite/statement.ts'

interface Triggered {
  atMs: number
  deliveries: number
}

/** Counts the deliveries of each policy and event type, for the last-triggered list. */
export interface TriggerCounter {
  readonly add: (policyId: number, eventType: EventType, atMs: number) => void
  /** Writes what was added since: one row for each policy and type. */
  readonly write: () => void
  /** Drops what was added, since its transaction was undone. */
  readonly forget: () => void
}

export function prepareCountTriggers(database: DatabaseSync): TriggerCounter {
  const upsert = statement(
    database,
    `
    insert into last_trigger (policy_id, event_type, at, deliveries)
    values (:policy_id, :event_type, :at, :deliveries)
    on conflict do update set at = max(at, excluded.at), deliveries = deliveries + excluded.deliveries`,
  )
  const unwritten = new Map<number, Map<EventType, Triggered>>()
  return {
    add(policyId, eventType, atMs) {
      const ofPolicy = unwritten.get(policyId) ?? new Map<EventType, Triggered>()
      unwritten.set(policyId, ofPolicy)
      const triggered = ofPolicy.get(eventType) ?? { atMs, deliveries: 0 }
      ofPolicy.set(eventType, triggered)
      triggered.atMs = Math.max(triggered.atMs, atMs)
      triggered.deliveries++
    },
    write() {
      for (const [policy_id, ofPolicy] of unwritten)
        for (const [event_type, { atMs: at, deliveries }] of ofPolicy)
          upsert.run({ policy_id, event_type, at, deliveries })
      unwritten.clear()
    },
    forget: () => unwritten.clear(),
  }
}
