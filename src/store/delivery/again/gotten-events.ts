import { type Kysely, sql } from 'kysely'
import { uuidBytes, uuidOf } from '../../columns/uuid-bytes.ts'
import { rowsOf } from '../../rows-of.ts'
import type { Schema } from '../../schema.ts'

/** Those of some events of which a policy has deliveries, by the index over the deliveries of events. */
export async function gottenEvents(
  read: Kysely<Schema>,
  policyId: number,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (eventIds.length === 0) return new Set()
  const rows = await rowsOf(
    read,
    sql<{
      uuid: Uint8Array
    }>`select e.uuid from event e where e.uuid in (${sql.join(eventIds.map(uuidBytes))})
      and exists (select 1 from delivery d where d.event_id = e.id and d.policy_id = ${policyId})`,
  )
  return new Set(rows.map(({ uuid }) => uuidOf(uuid)))
}
