import { sql } from 'kysely'
import type { Writing } from '../connections.ts'

/**
 * Stops what has not ended yet of some targets. An attempt that is under way cannot be called back; its record is kept when
 * it ends, and no other follows. What waits may be a million deliveries: from now on none of them starts, and
 * `finishStops` of the connections ends them in slices.
 */
export async function stopDeliveries(
  transaction: Writing,
  targetIds: readonly number[],
  reason: string,
  atMs: number,
): Promise<void> {
  if (targetIds.length === 0) return
  await transaction
    .updateTable('delivery')
    .set({ state: 'stopped', due_at: null, reason, updated_at: atMs, ended_at: atMs })
    // Literals: a database uses a partial index only where it can prove its condition.
    .where(sql<boolean>`state = 'running' and lease_owner is not null`)
    .where('target_id', 'in', targetIds)
    .execute()
  const upTo = sql<number>`(select coalesce(max(id), 0) from delivery)`
  await transaction
    .updateTable('target')
    .set({ stop_up_to: upTo, stop_reason: reason })
    .where('id', 'in', targetIds)
    .execute()
}
