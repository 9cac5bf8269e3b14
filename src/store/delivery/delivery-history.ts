import { sql } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import type { DeliverySummary, History } from '../../domain/delivery/history.ts'
import { uuidBytes } from '../columns/uuid-bytes.ts'
import { given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { readSlice } from '../read-slice.ts'
import { rowsOf } from '../rows-of.ts'
import { deliveryFilters, indexedDeliveryFilters, maxScanned } from './delivery-filters.ts'
import { type DeliverySummaryRow, deliverySummaryOf } from './delivery-row.ts'
import { lastAttemptsOf } from './last-attempts.ts'
import { type PayloadRow, payloadOf } from './payload-row.ts'

/** Its event type is the one that its payload names. */
const DELIVERIES = sql`
  select d.*, coalesce(d.reported_as, e.type) as event_type, e.uuid as event_uuid, e.repository, e.tag, e.operator,
    (select name from project where id = d.project_id) as project_name,
    (select type from target where id = d.target_id) as target_type,
    (select address from target where id = d.target_id) as target_address,
    (select name from policy where id = d.policy_id) as policy_name,
    (select o.name from policy p join project o on o.id = p.project_id where p.id = d.policy_id) as policy_project_name
  from delivery d join event e on e.id = d.event_id`

/** The deliveries of the history. */
export function createDeliveryHistory({
  read,
}: Connections): Pick<History, 'deliveries' | 'delivery' | 'countByState' | 'payload' | 'deliveriesOf'> {
  const summariesOf = (rows: readonly DeliverySummaryRow[]) => withLastAttempts(read, rows)
  return {
    async deliveries(filter, limit, after, order = 'newest') {
      const { items, ...rest } = await readSlice<'id', DeliverySummaryRow, number>(
        read,
        {
          table: 'delivery',
          alias: 'd',
          key: 'id',
          time: 'created_at',
          indexed: indexedDeliveryFilters(filter),
          filters: deliveryFilters(filter),
          maxScanned: maxScanned(filter),
          limit,
          after,
          order,
        },
        (conditions, inOrder) => sql`${DELIVERIES} ${conditions} ${inOrder}`,
      )
      return { items: await summariesOf(items), ...rest }
    },
    async delivery(projectId, id) {
      const conditions = [sql`d.id = ${id}`, ...given(projectId, (project) => sql`d.project_id = ${project}`)]
      const rows = await rowsOf(read, sql<DeliverySummaryRow>`${DELIVERIES} ${where(conditions)}`)
      return (await summariesOf(rows))[0] ?? null
    },
    async countByState(filter) {
      const newest = sql`select * from delivery d ${where(indexedDeliveryFilters(filter))}
        order by d.id desc limit ${maxScanned(filter)}`
      const rows = await rowsOf(
        read,
        sql<{ state: DeliveryState; matching: number }>`
          select d.state, count(*) as matching from (${newest}) d
          ${where(deliveryFilters(filter))} group by d.state`,
      )
      return new Map(rows.map(({ state, matching }) => [state, matching]))
    },
    async payload(deliveryId) {
      const [row] = await rowsOf(
        read,
        sql<PayloadRow>`select p.content_type, p.headers_json, p.body, p.unrendered from delivery d
          join payload p on p.id = d.payload_id and p.event_id = d.event_id and p.unrendered = 0 where d.id = ${deliveryId}`,
      )
      return row === undefined ? null : payloadOf(row)
    },
    async deliveriesOf(eventIds) {
      if (eventIds.length === 0) return []
      const some = where([sql`e.uuid in (${sql.join(eventIds.map(uuidBytes))})`])
      const rows = await rowsOf(read, sql<DeliverySummaryRow>`${DELIVERIES} ${some} order by d.id`)
      return summariesOf(rows)
    },
  }
}

async function withLastAttempts(
  read: Connections['read'],
  rows: readonly DeliverySummaryRow[],
): Promise<readonly DeliverySummary[]> {
  const ids = rows.map(({ id }) => id)
  const lastAttempts = await lastAttemptsOf(read, ids)
  return rows.map((row) => deliverySummaryOf(row, lastAttempts.get(row.id) ?? null))
}
