import { sql } from 'kysely'
import type { Breakers } from '../../domain/target/breakers.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'

interface UnreachableRow {
  readonly id: number
  readonly since: number
  readonly reason: string
  readonly oldest_age: number | null
}

/** They are no rules: what was decided before one opened waits all the same, since claims leave it. */
export function createBreakers({ read, write, now, serviceNow }: Connections): Breakers {
  const set = async (targetId: number, sinceMs: number | null, reason: string | null): Promise<void> => {
    const update = write.updateTable('target').set({ unreachable_since: sinceMs, unreachable_reason: reason })
    await update.where('id', '=', targetId).execute()
  }
  return {
    open: (targetId, reason) => set(targetId, now(), reason),
    close: (targetId) => set(targetId, null, null),
    async all() {
      const open = read.selectFrom('target').select('id').where('unreachable_since', 'is not', null)
      return (await open.where('deleted_at', 'is', null).execute()).map(({ id }) => id)
    },
    async of(targetIds) {
      if (targetIds.length === 0) return []
      const rows = await rowsOf(
        read,
        sql<UnreachableRow>`select id, unreachable_since as since, unreachable_reason as reason,
          (select coalesce(target.held_from, ${sql.lit(serviceNow())}) - target.held_ms - min(delivery.aged_from)
            from delivery where delivery.state = 'pending' and delivery.target_id = target.id) as oldest_age
          from target where unreachable_since is not null and id in (${sql.join(targetIds)})`,
      )
      return rows.map((row) => ({
        targetId: row.id,
        sinceMs: row.since,
        reason: row.reason,
        oldestAgeMs: row.oldest_age,
      }))
    },
  }
}
