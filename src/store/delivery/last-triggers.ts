import { sql } from 'kysely'
import type { LastTriggers } from '../../domain/delivery/last-triggers.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { TRIGGERS } from '../striped-totals.ts'

interface TriggerRow {
  readonly policy_id: number
  readonly event_type: string
  readonly at: number
}

/** Reads what `accept` keeps up to date, so that no history has to be searched for it. */
export function createLastTriggers({ read }: Connections): LastTriggers {
  return {
    async ofPolicies(policyIds) {
      if (policyIds.length === 0) return []
      const rows = await rowsOf(
        read,
        sql<TriggerRow>`select policy_id, event_type, max(at) as at from ${TRIGGERS} as triggers
          where policy_id in (${sql.join(policyIds)}) group by policy_id, event_type order by policy_id, event_type`,
      )
      return rows.map((row) => ({
        policyId: row.policy_id,
        eventType: row.event_type as EventType,
        atMs: row.at,
      }))
    },
  }
}
