import { sql } from 'kysely'
import type { Redelivery } from '../../../domain/delivery/delivery-control.ts'
import { ENDED_STATES, OPEN_STATES } from '../../../domain/delivery/delivery-state.ts'
import type { Writing } from '../../connections.ts'
import type { BirthTimes } from './birth-times.ts'
import { earlierDeliveries } from './earlier-deliveries.ts'
import { followEarlier } from './follow.ts'
import { HAS_PAYLOAD } from './has-payload.ts'

/**
 * Creates a new delivery with the same payload for each: the ended one stays on record as it ended, and names the new one.
 *
 * @param onlyOnce pass over those that another delivery has followed already
 */
export async function redeliver(
  transaction: Writing,
  ids: readonly number[],
  { atMs, serviceMs }: BirthTimes,
  onlyOnce: boolean,
): Promise<readonly Redelivery[]> {
  if (ids.length === 0) return []
  const once = onlyOnce ? sql`and d.redelivered_as is null` : sql``
  // What has lost its policy or target has nowhere to go; what has lost its payload has nothing to send.
  const { rows } = await sql<{ id: number; target_id: number; redelivery_of: number }>`
    insert into delivery (event_id, reported_as, project_id, policy_id, target_id, payload_id, state, due_at, attempts, failures,
      reason, redelivery_of, redelivery, aged_from, created_at, updated_at)
    select d.event_id, d.reported_as, d.project_id, d.policy_id, d.target_id, d.payload_id, 'pending', ${atMs}, 0, 0, '', d.id,
      ${earlierDeliveries(sql`d.event_id`, sql`d.target_id`)} - 1
        + row_number() over (partition by d.event_id, d.target_id order by d.id),
      coalesce(t.held_from, ${serviceMs}) - t.held_ms, ${atMs}, ${atMs}
    from delivery d
    join target t on t.id = d.target_id and t.deleted_at is null
    join policy p on p.id = d.policy_id and p.deleted_at is null
    where d.id in (${sql.join(ids)}) and d.state in (${sql.join(ENDED_STATES)}) ${once} and not ${IS_ON_ITS_WAY}
      and ${HAS_PAYLOAD}
    order by d.id
    returning id, target_id, redelivery_of`.execute(transaction)
  const created = rows.map(({ id }) => id)
  await followEarlier(transaction, created)
  await countTriggers(transaction, created)
  return rows.map((row) => ({ of: row.redelivery_of, id: row.id, targetId: row.target_id }))
}

/** Another delivery of its event to its target has not ended yet. */
const IS_ON_ITS_WAY = sql`exists (select 1 from delivery later where later.event_id = d.event_id
  and later.target_id = d.target_id and later.id > d.id and later.state in (${sql.join(OPEN_STATES)}))`

/** Adds new deliveries to the counts of their policies. */
async function countTriggers(transaction: Writing, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into last_trigger (policy_id, event_type, at, deliveries)
    select d.policy_id, coalesce(d.reported_as, e.type), 0, count(*) from delivery d join event e on e.id = d.event_id
    where d.id in (${sql.join(ids)}) group by 1, 2 order by 1, 2
    on conflict (policy_id, event_type) do update set deliveries = last_trigger.deliveries + excluded.deliveries`.execute(
    transaction,
  )
}
