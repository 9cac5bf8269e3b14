import { type RawBuilder, sql } from 'kysely'
import { type DeliveryState, FAILED_STATES } from '../../domain/delivery/delivery-state.ts'
import type { DeliveryFilter, History } from '../../domain/delivery/history.ts'
import { type SqlCondition, given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { eventFilters } from '../event/event-filters.ts'
import { MAX_SCANNED, readSlice } from '../read-slice.ts'
import { rowsOf } from '../rows-of.ts'
import { uuidBytes } from '../columns/uuid-bytes.ts'
import { type DeliverySummaryRow, deliverySummaryOf } from './delivery-row.ts'
import { firstDeliverySince } from './first-delivery.ts'
import { type PayloadRow, payloadOf } from './payload-row.ts'

/** Its event type is the one that its payload names. */
const DELIVERIES = sql`
  select d.*, coalesce(d.reported_as, e.type) as event_type, e.uuid as event_uuid, e.repository, e.tag,
    (select name from policy where id = d.policy_id) as policy_name,
    (select o.name from policy p join project o on o.id = p.project_id where p.id = d.policy_id) as policy_project_name
  from delivery d join event e on e.id = d.event_id`

/** The deliveries of the history. */
export function createDeliveryHistory({
  read,
}: Connections): Pick<History, 'deliveries' | 'delivery' | 'countByState' | 'payload' | 'deliveriesOf'> {
  return {
    async deliveries(filter, limit, before) {
      const { items, next } = await readSlice<'id', DeliverySummaryRow, number>(
        read,
        {
          table: 'delivery',
          alias: 'd',
          key: 'id',
          indexed: indexedDeliveryFilters(filter),
          filters: deliveryFilters(filter),
          limit,
          before,
        },
        (conditions, newest) => sql`${DELIVERIES} ${conditions} ${newest}`,
      )
      return { items: items.map(deliverySummaryOf), next }
    },
    async delivery(projectId, id) {
      const conditions = [sql`d.id = ${id}`, ...given(projectId, (project) => sql`d.project_id = ${project}`)]
      const [row] = await rowsOf(read, sql<DeliverySummaryRow>`${DELIVERIES} ${where(conditions)}`)
      return row === undefined ? null : deliverySummaryOf(row)
    },
    async countByState(filter) {
      const newest = sql`select * from delivery d ${where(indexedDeliveryFilters(filter))}
        order by d.id desc limit ${MAX_SCANNED}`
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
          join payload p on p.id = d.payload_id and p.unrendered = 0 where d.id = ${deliveryId}`,
      )
      return row === undefined ? null : payloadOf(row)
    },
    async deliveriesOf(eventIds) {
      if (eventIds.length === 0) return []
      const some = where([sql`e.uuid in (${sql.join(eventIds.map(uuidBytes))})`])
      const rows = await rowsOf(read, sql<DeliverySummaryRow>`${DELIVERIES} ${some} order by d.id`)
      return rows.map(deliverySummaryOf)
    },
  }
}

/** No delivery is older than its event, but any may be younger: an event can be delivered again whenever one likes. */
function indexedDeliveryFilters({ projectId, policyId, sinceMs }: DeliveryFilter): readonly SqlCondition[] {
  return [
    ...given(projectId, (id) => sql`d.project_id = ${id}`),
    ...given(policyId, (id) => sql`d.policy_id = ${id}`),
    ...given(sinceMs, (atMs) => sql`d.id >= ${firstDeliverySince(atMs)}`),
  ]
}

/**
 * Looked up for each delivery by the number of its event. As conditions on a joined event, PostgreSQL takes them for rare and reads all
 * events first.
 */
function ofItsEvent(name: string): RawBuilder<unknown> {
  const column = sql`(select ${sql.ref(name)} from event where event.id = d.event_id)`
  return name === 'type' ? sql`coalesce(d.reported_as, ${column})` : column
}

function deliveryFilters(filter: DeliveryFilter): readonly SqlCondition[] {
  const states = filter.states?.length === 0 ? null : filter.states
  return [
    ...eventFilters(filter, ofItsEvent),
    ...given(filter.targetId, (id) => sql`d.target_id = ${id}`),
    ...given(states, (some) => sql`d.state in (${sql.join(some)})`),
    ...redeliveryFilters(filter),
  ]
}

/** A search for failures finds none that was sent again, unless it asks for those. */
function redeliveryFilters({
  states,
  isRedelivered,
  isToRedeliver,
}: DeliveryFilter): readonly SqlCondition[] {
  const isForFailures = FAILED_STATES.some((state) => states?.includes(state))
  const isSilent = isRedelivered === undefined && isToRedeliver === undefined
  return [
    ...given(isRedelivered, (is) => (is ? sql`d.redelivered_as is not null` : sql`d.redelivered_as is null`)),
    ...given(isToRedeliver, (is) => (is ? sql`not ${WAS_SENT_AGAIN}` : WAS_SENT_AGAIN)),
    ...(isForFailures && isSilent
      ? [sql`(d.redelivered_as is null or d.state not in (${sql.join(FAILED_STATES)}))`]
      : []),
  ]
}

const WAS_SENT_AGAIN = sql`(d.redelivered_as is not null or (d.state = 'success' and d.redelivery is not null))`
