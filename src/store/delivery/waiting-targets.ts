import { type Kysely, sql } from 'kysely'
import type { WaitingTarget } from '../../domain/delivery/queue.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'

/**
 * The targets that deliveries wait for, but for held ones and those whose deliveries are being stopped. Hops through the index of due deliveries from target to target,
 * so a million that wait for one cost one look-up.
 */
export function readWaitingTargets(read: Kysely<Schema>): Promise<readonly WaitingTarget[]> {
  return rowsOf(
    read,
    sql<WaitingTarget>`
      with recursive waiting(target_id) as (
        select min(target_id) from delivery where state = 'pending'
        union all
        select (select min(target_id) from delivery where state = 'pending' and target_id > waiting.target_id)
        from waiting where waiting.target_id is not null
      )
      select target_id as "targetId",
        (select min(due_at) from delivery where state = 'pending' and target_id = waiting.target_id) as "dueAtMs"
      from waiting where target_id is not null
        and not exists (select 1 from target where target.id = waiting.target_id
          and (held_from is not null or stop_up_to is not null))`,
  )
}
