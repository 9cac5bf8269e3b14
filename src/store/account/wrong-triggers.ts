import { type Kysely, sql } from 'kysely'
import type { TriggerCount } from '../../domain/delivery/account-reader.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { TRIGGERS } from '../striped-totals.ts'

interface TriggerRow {
  readonly policy_id: number
  readonly event_type: string
  readonly total: number
  readonly counted: number
}

/** The totals of the last-triggered list that differ from the count of the deliveries, stored and removed; one walk over all of them. */
export async function wrongTriggers(read: Kysely<Schema>): Promise<readonly TriggerCount[]> {
  const rows = await rowsOf(
    read,
    sql<TriggerRow>`select policy_id, event_type, sum(total) as total, sum(counted) as counted from (
        select policy_id, event_type, deliveries as total, 0 as counted from ${TRIGGERS} as triggers
        union all
        select policy_id, event_type, 0, deliveries from removed_trigger
        union all
        select d.policy_id, coalesce(d.reported_as, e.type), 0, count(*)
        from delivery d join event e on e.id = d.event_id group by 1, 2
      ) as compared group by policy_id, event_type having sum(total) <> sum(counted)`,
  )
  return rows.map(({ policy_id, event_type, total, counted }) => ({
    policyId: policy_id,
    eventType: event_type,
    total,
    counted,
  }))
}
