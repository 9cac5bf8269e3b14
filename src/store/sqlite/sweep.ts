import type { DatabaseSync } from 'node:sqlite'
import type { Sweep, Swept } from '../../domain/queue.ts'
import { prepareRecordAttempt } from './record-attempt.ts'

/** Deliveries that one sweep frees or expires at the most, so that it never holds up the queue; the next goes on. */
const MAX_ROWS = 1000

/**
 * Frees what lost its node, expires what is too old. Only one process has the file open (`lock.ts`), so whatever another
 * one leased is lost, however long its lease was to last.
 */
export function prepareSweep(database: DatabaseSync): (sweep: Sweep) => Swept {
  const record = prepareRecordAttempt(database)
  const selectLost = database.prepare(`
    select id, target_id, attempts from delivery
    where state = 'running' and lease_owner <> ? limit ${MAX_ROWS}`)
  const release = database.prepare(`
    update delivery set state = 'pending', due_at = ?, reason = ?, lease_owner = null, lease_until = null, updated_at = ?
    where id = ?`)
  const expire = database.prepare(`
    update delivery set state = 'expired', due_at = null, updated_at = ?1, ended_at = ?1,
      reason = case reason when '' then 'older than the maximum age' else reason || '; older than the maximum age' end
    where id in (select id from delivery where state = 'pending' and created_at < ?2 order by created_at limit ${MAX_ROWS})`)

  return ({ owner, nowMs, createdBeforeMs, interrupted }) => {
    const lost = selectLost.all(owner)
    const released = new Set<number>()
    for (const row of lost) {
      const { id, target_id: targetId, attempts } = row as { id: number; target_id: number; attempts: number }
      record({ ...interrupted, deliveryId: id, number: attempts })
      release.run(nowMs, interrupted.failure?.text ?? '', nowMs, id)
      released.add(targetId)
    }
    const { changes } = expire.run(nowMs, createdBeforeMs)
    const more = lost.length === MAX_ROWS || changes === MAX_ROWS
    return { released: [...released], expired: Number(changes), more }
  }
}
