import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../../sqlite/statement.ts'

interface StoppingRow {
  readonly id: number
  readonly stop_up_to: number
  readonly stop_reason: string
}

/** Deliveries in a slice: their commit takes no longer than one of many events. */
const SLICE = 50

/** Stops some of the deliveries that `stopDeliveries` marked; false when none are left. */
export function prepareStopSlice(database: DatabaseSync): (slice: { readonly nowMs: number }) => boolean {
  const selectTarget = statement(
    database,
    'select id, stop_up_to, stop_reason from target where stop_up_to is not null limit 1',
  )
  const stop = statement(
    database,
    `
    update delivery set state = 'stopped', due_at = null, reason = :reason, updated_at = :now, ended_at = :now
    where id in (
      select id from delivery where state = 'pending' and target_id = :target_id and id <= :up_to limit ${SLICE})`,
  )
  const finish = statement(
    database,
    'update target set stop_up_to = null, stop_reason = null where id = :target_id',
  )
  return ({ nowMs }) => {
    const target = selectTarget.get({})
    if (target === undefined) return false
    const { id: target_id, stop_up_to: up_to, stop_reason: reason } = target as unknown as StoppingRow
    const { changes } = stop.run({ target_id, up_to, reason, now: nowMs })
    if (changes < SLICE) finish.run({ target_id })
    return true
  }
}
