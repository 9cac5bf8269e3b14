import { sql } from 'kysely'
import type { Writing } from './connections.ts'

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
  // States as literals, one statement each: a database uses a partial index only where it can prove its condition.
  for (const state of [sql`'pending'`, sql`'running'`]) {
    await transaction
      .updateTable('delivery')
      .set({ state: 'stopped', due_at: null, reason, updated_at: atMs, ended_at: atMs })
      .where(sql<boolean>`state = ${state}`)
      .where('target_id', 'in', targetIds)
      .execute()
  }
}
