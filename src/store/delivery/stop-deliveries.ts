import { sql } from 'kysely'
import type { Writing } from '../connections.ts'

/**
 * Stops what has not ended yet of some targets. An attempt that is under way cannot be called back; its record is kept when
 * it ends, and no other follows.
 */
export async function stopDeliveries(
  transaction: Writing,
  targetIds: readonly number[],
  reason: string,
  atMs: number,
): Promise<void> {
  if (targetIds.length === 0) return
  // Literals, one statement for each partial index: a database uses one only where it can prove its condition.
  for (const open of [
    sql<boolean>`state = 'pending'`,
    sql<boolean>`state = 'running' and lease_owner is not null`,
  ]) {
    await transaction
      .updateTable('delivery')
      .set({ state: 'stopped', due_at: null, reason, updated_at: atMs, ended_at: atMs })
      .where(open)
      .where('target_id', 'in', targetIds)
      .execute()
  }
}
