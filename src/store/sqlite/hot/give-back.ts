import type { DatabaseSync } from 'node:sqlite'
import type { GiveBack } from '../../../domain/delivery/queue.ts'
import { statement } from '../../../sqlite/statement.ts'

/** Undoes a claim: as before it, but for deliveries that were stopped meanwhile, which stay so. */
export function prepareGiveBack(database: DatabaseSync): (returned: GiveBack) => null {
  const undo = statement(
    database,
    `
    update delivery set attempts = attempts - 1, lease_owner = null, lease_until = null, updated_at = :now,
      due_at = case state when 'running' then :now end,
      state = case state when 'running' then 'pending' else state end
    where id = :id and attempts = :attempt and lease_owner = :owner`,
  )
  return ({ owner, nowMs, deliveries }) => {
    for (const { id, attempt } of deliveries) undo.run({ id, attempt, owner, now: nowMs })
    return null
  }
}
