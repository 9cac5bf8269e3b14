import { type Kysely, sql } from 'kysely'
import type { FailedScope } from '../../domain/delivery/delivery-control.ts'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import { MAX_SCANNED } from '../read-slice.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { firstDeliverySince } from './first-delivery.ts'

/**
 * The deliveries of a target that failed or expired since a time and that nothing has followed: whoever sends them sends each event once,
 * however often they ask. Oldest first, among the newest that one call scans.
 */
export async function recoverable(
  read: Kysely<Schema>,
  scope: FailedScope,
  limit: number,
): Promise<readonly number[]> {
  const rows = await rowsOf(
    read,
    sql<{ id: number }>`select d.id from (${newestOf(scope)}) d
      where d.target_id = ${scope.targetId} and d.created_at >= ${scope.sinceMs}
        and d.state in ('error', 'expired') and ${IS_LAST}
      order by d.id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

/** The redeliveries to a target since a time, by state; of several of one event the last counts. */
export async function readRedelivered(
  read: Kysely<Schema>,
  scope: FailedScope,
): Promise<ReadonlyMap<DeliveryState, number>> {
  const rows = await rowsOf(
    read,
    sql<{ state: DeliveryState; n: number }>`select d.state, count(*) as n from (${newestOf(scope)}) d
      where d.target_id = ${scope.targetId} and d.redelivery_of is not null and d.created_at >= ${scope.sinceMs}
        and ${IS_LAST} group by d.state`,
  )
  return new Map(rows.map(({ state, n }) => [state, n]))
}

/** No other delivery of its event to its target followed it. */
const IS_LAST = sql`not exists (select 1 from delivery later
  where later.event_id = d.event_id and later.target_id = d.target_id and later.id > d.id)`

function newestOf({ policyId, sinceMs }: FailedScope) {
  return sql`select * from delivery where policy_id = ${policyId} and id >= ${firstDeliverySince(sinceMs)}
    order by id desc limit ${sql.lit(MAX_SCANNED)}`
}
