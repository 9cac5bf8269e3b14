import { sql } from 'kysely'
import type { Writing } from '../../connections.ts'

/** Has each earlier delivery of its event to its target name a new one that follows it. */
export async function followEarlier(transaction: Writing, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update delivery set redelivered_as = next.id
    from (select id, event_id, target_id from delivery where id in (${sql.join(ids)})) as next
    where delivery.event_id = next.event_id and delivery.target_id = next.target_id and delivery.id < next.id
      and delivery.redelivered_as is null`.execute(transaction)
}
