import type { DatabaseSync } from 'node:sqlite'
import type { GiveBack } from '../../../domain/delivery/queue.ts'

/** Undoes a claim: as before it, but for deliveries that were stopped meanwhile, which stay so. */
export function prepareGiveBack(database: DatabaseSync): (returned: GiveBack) => null {
  const undo = database.prepare(`
    update delivery set attempts = attempts - 1, lease_owner = null, lease_until = null, updated_at = ?1,
      due_at = case state when 'running' then ?1 end,
      state = case state when 'running' then 'pending' else state end
    where id = ?2 and attempts = ?3 and lease_owner = ?4`)
  return ({ owner, nowMs, deliveries }) => {
    for (const { id, attempt } of deliveries) undo.run(nowMs, id, attempt, owner)
    return null
  }
}
