import type { LastTriggers } from '../../domain/delivery/statistics.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import type { Connections } from '../connections.ts'

/** Reads what `accept` keeps up to date, so that no history has to be searched for it. */
export function createLastTriggers({ read }: Connections): LastTriggers {
  return {
    async ofPolicies(policyIds) {
      if (policyIds.length === 0) return []
      const rows = await read
        .selectFrom('last_trigger')
        .selectAll()
        .where('policy_id', 'in', policyIds)
        .execute()
      return rows.map((row) => ({
        policyId: row.policy_id,
        eventType: row.event_type as EventType,
        atMs: row.at,
      }))
    },
  }
}
