import { type SelectQueryBuilder, sql } from 'kysely'
import type { Attempt } from '../../domain/delivery/attempt.ts'
import type { Deliveries } from '../../domain/delivery/delivery.ts'
import { type ListQuery, EVERYTHING } from '../../domain/list-query.ts'
import type { Connections } from '../connections.ts'
import { filtered, ordered } from '../list-query.ts'
import { count, paged } from '../paging.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { TRIGGERS } from '../striped-totals.ts'
import { type AttemptRow, attemptOf } from './attempt-row.ts'
import { deliveryOf } from './delivery-row.ts'
import { EXECUTION_FIELDS, TASK_FIELDS } from './execution-fields.ts'

export function createDeliveries({ read, lookUp }: Connections): Deliveries {
  const whole = wholeDeliveries(read)
  return {
    async list(policyId, page, asked = EVERYTHING) {
      const inOrder = <Table extends 'delivery', Row>(query: SelectQueryBuilder<Schema, Table, Row>) =>
        ordered(query, asked, EXECUTION_FIELDS, [sql`delivery.id desc`])
      // Ids first: the rest is read for one page only, not for all that are passed over.
      const ids = paged(inOrder(matching(read, policyId, asked).select('delivery.id')), page)
      const rows = await inOrder(whole.where('delivery.id', 'in', ids)).execute()
      return { items: rows.map(deliveryOf), total: await totalOf(read, policyId, asked) }
    },
    async byId(policyId, id) {
      const query = whole.where('delivery.policy_id', '=', policyId).where('delivery.id', '=', id)
      const row = await query.executeTakeFirst()
      return row === undefined ? null : deliveryOf(row)
    },
    async exists(id) {
      const query = read.selectFrom('delivery').select('id').where('id', '=', id)
      return (await query.executeTakeFirst()) !== undefined
    },
    async tasks(policyId, executionId, page, asked = EVERYTHING) {
      const one = whole.where('delivery.policy_id', '=', policyId).where('delivery.id', '=', executionId)
      const all = (await filtered(one, asked, TASK_FIELDS).execute()).map(deliveryOf)
      return { items: page.offset === 0 ? all : [], total: all.length }
    },
    attempts: (deliveryId) => attemptsOf(read, deliveryId),
    lineage: (deliveryId) => lineageOf(lookUp, deliveryId),
  }
}

/** Deliveries with all that is shown of them. */
function wholeDeliveries(read: Connections['read']) {
  return read
    .selectFrom('delivery')
    .innerJoin('event', 'event.id', 'delivery.event_id')
    .innerJoin('target', 'target.id', 'delivery.target_id')
    .leftJoin('payload', (join) =>
      join
        .onRef('payload.id', '=', 'delivery.payload_id')
        .onRef('payload.event_id', '=', 'delivery.event_id'),
    )
    .selectAll('delivery')
    .select('target.type as target_type')
    .select('event.uuid as event_uuid')
    .select(({ fn }) => fn.coalesce('delivery.reported_as', 'event.type').as('event_type'))
    .select(sql<string>`case payload.unrendered when 0 then payload.body else '' end`.as('payload_body'))
}

function matching(read: Connections['read'], policyId: number, asked: ListQuery) {
  const ofPolicy = read.selectFrom('delivery').where('delivery.policy_id', '=', policyId)
  return filtered(ofPolicy, asked, EXECUTION_FIELDS)
}

async function totalOf(read: Connections['read'], policyId: number, asked: ListQuery): Promise<number> {
  if (asked.conditions.length > 0) return count(matching(read, policyId, asked))
  // Without conditions this count grew with every delivery, so it is read at once, however long the history.
  const counted = sql<{ total: number }>`
    select coalesce(sum(deliveries), 0) - coalesce((
      select sum(deliveries) from removed_trigger where policy_id = ${policyId}), 0) as total
    from ${TRIGGERS} as triggers where policy_id = ${policyId}`
  return (await rowsOf(read, counted))[0]?.total ?? 0
}

async function attemptsOf(read: Connections['read'], deliveryId: number): Promise<readonly Attempt[]> {
  const rows = await rowsOf(
    read,
    sql<AttemptRow>`
      select a.*, q.json as request_base_json, s.json as response_base_json, d.target_id, e.uuid as event_uuid,
        coalesce(d.reported_as, e.type) as event_type, e.repository
      from attempt a join delivery d on d.id = a.delivery_id join event e on e.id = d.event_id
      left join exchange_base q on q.id = a.request_base left join exchange_base s on s.id = a.response_base
      where a.delivery_id = ${deliveryId} order by a.number`,
  )
  return rows.map(attemptOf)
}

async function lineageOf(
  read: Connections['read'],
  deliveryId: number,
): Promise<readonly (readonly Attempt[])[]> {
  const lineage: (readonly Attempt[])[] = []
  for (let id: number | null = deliveryId; id !== null; id = await redeliveredBy(read, id))
    lineage.push(await attemptsOf(read, id))
  return lineage
}

/** The delivery that this one sends again; null for a first delivery. */
async function redeliveredBy(read: Connections['read'], deliveryId: number): Promise<number | null> {
  const query = read.selectFrom('delivery').select('redelivery_of').where('id', '=', deliveryId)
  return (await query.executeTakeFirst())?.redelivery_of ?? null
}
