import { type Kysely, sql } from 'kysely'
import type { FailedScope } from '../../../domain/delivery/delivery-control.ts'
import type { Incomplete } from '../../../domain/delivery/incomplete.ts'
import type { DeliveryState } from '../../../domain/delivery/delivery-state.ts'
import { eventsRemovedUpTo } from '../../events-removed-up-to.ts'
import { MAX_SCANNED } from '../../read-slice.ts'
import { rowsOf } from '../../rows-of.ts'
import type { Schema } from '../../schema.ts'
import { firstDeliverySince } from '../first-delivery.ts'
import { removedBelow } from '../removed-bodies.ts'
import { HAS_PAYLOAD } from './has-payload.ts'

/** What failed and was not sent again, as the index `delivery_unrecovered` says it, which serves no other condition. */
export const UNRECOVERED = sql<boolean>`state in ('error', 'expired') and redelivered_as is null`

/** It failed or expired and was sent again: no failure any more. */
export const RECOVERED = sql<boolean>`state in ('error', 'expired') and redelivered_as is not null`

/**
 * The deliveries of a target that failed or expired since a time and that nothing has followed: a caller who sends them sends each event once,
 * however often they ask. Oldest first. Those below the numbers whose bodies are removed are passed over by the index, however many they are.
 */
export async function recoverable(
  read: Kysely<Schema>,
  { targetId, sinceMs }: FailedScope,
  limit: number,
): Promise<readonly number[]> {
  const rows = await rowsOf(
    read,
    sql<{ id: number }>`select id from delivery d
      where target_id = ${targetId} and ${UNRECOVERED} and id >= ${firstDeliverySince(sinceMs)}
        and id >= ${removedBelow('attempt')} and created_at >= ${sinceMs} and ${HAS_PAYLOAD} order by id limit ${limit}`,
  )
  return rows.map(({ id }) => id)
}

/** How far back `recoverable` has all that failed; null: since the time of the scope. */
export async function incompletelyRecoverable(
  read: Kysely<Schema>,
  { targetId, sinceMs }: FailedScope,
  projectId: number | null,
): Promise<Incomplete | null> {
  const below = removedBelow('attempt')
  const [row] = await rowsOf(
    read,
    sql<{
      last: number | null
    }>`select (select created_at from delivery where id < ${below} order by id desc limit 1) as last
      where exists (select 1 from delivery where target_id = ${targetId} and ${UNRECOVERED}
        and id >= ${firstDeliverySince(sinceMs)} and id < ${below} and created_at >= ${sinceMs})`,
  )
  if (typeof row?.last === 'number') return { completeSinceMs: row.last + 1, removed: 'payloads' }
  const last = await eventsRemovedUpTo(read, projectId)
  return last === null || last < sinceMs ? null : { completeSinceMs: last + 1, removed: 'events' }
}

/** The redeliveries to a target since a time, by state; of several of one event the last counts. */
export async function readRedelivered(
  read: Kysely<Schema>,
  { policyId, targetId, sinceMs }: FailedScope,
): Promise<ReadonlyMap<DeliveryState, number>> {
  const newest = sql`select * from delivery where policy_id = ${policyId} and id >= ${firstDeliverySince(sinceMs)}
    order by id desc limit ${sql.lit(MAX_SCANNED)}`
  const rows = await rowsOf(
    read,
    sql<{ state: DeliveryState; n: number }>`select d.state, count(*) as n from (${newest}) d
      where d.target_id = ${targetId} and d.redelivery_of is not null and d.redelivered_as is null
        and d.created_at >= ${sinceMs} group by d.state`,
  )
  return new Map(rows.map(({ state, n }) => [state, n]))
}
