import type { DatabaseSync } from 'node:sqlite'
import type { Sweep, Swept } from '../../../domain/delivery/queue.ts'
import { prepareRecordAttempt } from './record-attempt.ts'

interface LostRow {
  id: number
  target_id: number
  attempts: number
  state: string
}

/** Deliveries that one sweep frees or expires at the most, so that it never holds up the queue; the next goes on. */
const MAX_ROWS = 1000

/**
 * Frees what lost its node, expires what is too old. Only one process has the file open (`lock.ts`), so whatever another
 * one leased is lost, however long its lease was to last.
 */
export function prepareSweep(database: DatabaseSync): (sweep: Sweep) => Swept {
  const record = prepareRecordAttempt(database)
  const selectLost = database.prepare(`
    select id, target_id, attempts, state from delivery
    where lease_owner is not null and lease_owner <> ? limit ${MAX_ROWS}`)
  // What was stopped meanwhile stays so; only its attempt is put on record.
  const release = database.prepare(`
    update delivery set lease_owner = null, lease_until = null, updated_at = ?1,
      state = case state when 'running' then 'pending' else state end,
      due_at = case state when 'running' then ?1 end,
      reason = case state when 'running' then ?2 else reason end
    where id = ?3`)
  const expire = database.prepare(`
    update delivery set state = 'expired', due_at = null, updated_at = ?1, ended_at = ?1,
      reason = case reason when '' then 'older than the maximum age' else reason || '; older than the maximum age' end
    where id in (select id from delivery where state = 'pending' and created_at < ?2 order by created_at limit ${MAX_ROWS})`)

  return ({ owner, nowMs, createdBeforeMs, interrupted }) => {
    const lost = selectLost.all(owner)
    const released = new Set<number>()
    for (const row of lost) {
      const { id, target_id: targetId, attempts, state } = row as unknown as LostRow
      record({ ...interrupted, deliveryId: id, number: attempts })
      release.run(nowMs, interrupted.failure?.text ?? '', id)
      if (state === 'running') released.add(targetId)
    }
    const { changes } = expire.run(nowMs, createdBeforeMs)
    const more = lost.length === MAX_ROWS || changes === MAX_ROWS
    return { released: [...released], expired: Number(changes), more }
  }
}
