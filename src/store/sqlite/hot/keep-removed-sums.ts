import type { DatabaseSync } from 'node:sqlite'
import type { RemovedSums } from '../../retention/removed-sums.ts'
import { EVENTS_REMOVED_BELOW } from '../../setting-names.ts'
import { statement } from '../../../sqlite/statement.ts'

/** Adds what events came to that are removed to the totals, in the transaction that removes them. */
export function prepareKeepRemovedSums(database: DatabaseSync): (sums: RemovedSums) => void {
  const addAccount = statement(
    database,
    `
    insert into removed_account (source_id, project_id, events, reported, deliveries, accepted, delivered, failed, stopped,
      expired, filtered, merged, last_accepted_at)
    values (:source_id, :project_id, :events, :reported, :deliveries, :accepted, :delivered, :failed, :stopped,
      :expired, :filtered, :merged, :last_accepted_at)
    on conflict do update set events = events + excluded.events, reported = reported + excluded.reported,
      deliveries = deliveries + excluded.deliveries, accepted = accepted + excluded.accepted,
      delivered = delivered + excluded.delivered, failed = failed + excluded.failed, stopped = stopped + excluded.stopped,
      expired = expired + excluded.expired, filtered = filtered + excluded.filtered, merged = merged + excluded.merged,
      last_accepted_at = max(last_accepted_at, excluded.last_accepted_at)`,
  )
  const addTrigger = statement(
    database,
    `
    insert into removed_trigger (policy_id, event_type, deliveries) values (:policy_id, :event_type, :deliveries)
    on conflict do update set deliveries = deliveries + excluded.deliveries`,
  )
  const keepPlace = statement(
    database,
    `
    insert into setting (name, value) values ('${EVENTS_REMOVED_BELOW}', :below)
    on conflict (name) do update set value = excluded.value where cast(value as integer) < cast(excluded.value as integer)`,
  )
  return (sums) => {
    for (const account of sums.accounts) addAccount.run({ ...account })
    for (const trigger of sums.triggers) addTrigger.run({ ...trigger })
    if (sums.events > 0) keepPlace.run({ below: String(sums.lastId + 1) })
  }
}
