import { type RawBuilder, sql } from 'kysely'
import type {
  DeliveryFilter,
  EventFilter,
  History,
  Slice,
  StoredEvent,
} from '../../domain/delivery/history.ts'
import { lowestUuidV7 } from '../../domain/ids.ts'
import type { PolicyVerdict } from '../../domain/policy/policy.ts'
import type { Connections } from '../connections.ts'
import { firstDeliverySince } from './first-delivery.ts'
import {
  type DeliveryRow,
  type EventRow,
  type PolicyRow,
  DELIVERY_COLUMNS,
  EVENT_COLUMNS,
  deliveryOf,
  eventOf,
} from './history-rows.ts'
import { type PayloadRow, payloadOf } from './payload-row.ts'

/** Rows that one call looks at: a search for what is rare goes on with the next call, and holds up nobody. */
const MAX_LOOKED_AT = 50_000
/** How far the time in an event's id may be from when it was accepted. */
const ID_SLACK_MS = 60_000

const DELIVERIES = sql`delivery d join event e on e.id = d.event_id`

export function createHistory(connections: Connections): History {
  const walker = createWalker(connections)
  return { ...eventHistory(walker), ...deliveryHistory(walker) }
}

interface Walk<Cursor> {
  /** What an index can follow. */
  readonly within: readonly RawBuilder<unknown>[]
  readonly alias: string
  /** What each row is held against. */
  readonly fits: readonly RawBuilder<unknown>[]
  readonly limit: number
  readonly before: Cursor | null
}

function createWalker({ read }: Connections) {
  const rowsOf = async <Row>(query: RawBuilder<Row>): Promise<readonly Row[]> =>
    (await query.execute(read)).rows

  /**
   * One part of a table, walked from the newest row on by an index. Where rows may be passed over, it ends after so many, and
   * the next part begins there.
   */
  async function stretch<Row extends { id: Cursor }, Cursor extends string | number>(
    table: 'event' | 'delivery',
    { within, alias, fits, limit, before }: Walk<Cursor>,
    select: (conditions: RawBuilder<unknown>, limit: RawBuilder<unknown>) => RawBuilder<Row>,
  ): Promise<Slice<Row, Cursor>> {
    const id = sql.ref(`${alias}.id`)
    const walked = before === null ? within : [...within, sql`${id} < ${before}`]
    const floor = fits.length === 0 ? null : await floorOf<Cursor>(table, alias, walked)
    const conditions = [...walked, ...fits, ...(floor === null ? [] : [sql`${id} >= ${floor}`])]
    const items = await rowsOf(select(where(conditions), sql`order by ${id} desc limit ${limit}`))
    const last = items.at(-1)
    return { items, next: items.length === limit && last !== undefined ? last.id : floor }
  }

  /** The last row that a search looks at, or null when there are not so many. */
  async function floorOf<Cursor>(
    table: 'event' | 'delivery',
    alias: string,
    walked: readonly RawBuilder<unknown>[],
  ): Promise<Cursor | null> {
    const id = sql.ref(`${alias}.id`)
    const [row] = await rowsOf(
      sql<{ id: Cursor }>`select ${id} as id from ${sql.table(table)} as ${sql.ref(alias)} ${where(walked)}
        order by ${id} desc limit 1 offset ${MAX_LOOKED_AT - 1}`,
    )
    return row?.id ?? null
  }

  return { rowsOf, stretch }
}

type Walker = ReturnType<typeof createWalker>

function eventHistory({ rowsOf, stretch }: Walker): Pick<History, 'events' | 'event'> {
  /** With the names of the policies in their verdicts, which are looked up once for all of them. */
  async function eventsOf(rows: readonly EventRow[]): Promise<readonly StoredEvent[]> {
    const verdicts = rows.map((row) => JSON.parse(row.verdicts_json) as PolicyVerdict[])
    const ids = [...new Set(verdicts.flat().map(({ policyId }) => policyId))]
    const found =
      ids.length === 0
        ? []
        : await rowsOf(
            sql<PolicyRow>`select p.id, p.name, o.name as "projectName" from policy p left join project o on o.id = p.project_id
              where p.id in (${sql.join(ids)})`,
          )
    const policies = new Map(found.map(({ id, ...policy }) => [id, policy]))
    return rows.map((row, index) => eventOf(row, verdicts[index] ?? [], policies))
  }

  return {
    async events(filter, limit, before) {
      const { items, next } = await stretch<EventRow, string>(
        'event',
        {
          within: [...placeOf(filter, 'e'), ...eventIdsOf(filter)],
          alias: 'e',
          fits: eventConditions(filter),
          limit,
          before,
        },
        (conditions, newest) =>
          sql<EventRow>`select ${EVENT_COLUMNS} from event e join source s on s.id = e.source_id
            ${conditions} ${newest}`,
      )
      return { items: await eventsOf(items), next }
    },
    async event(projectId, id) {
      const conditions = [
        sql`e.id = ${id}`,
        ...(projectId === null ? [] : [sql`e.project_id = ${projectId}`]),
      ]
      const rows = await rowsOf(
        sql<EventRow>`select ${EVENT_COLUMNS} from event e join source s on s.id = e.source_id ${where(conditions)}`,
      )
      return (await eventsOf(rows))[0] ?? null
    },
  }
}

function deliveryHistory({
  rowsOf,
  stretch,
}: Walker): Pick<History, 'deliveries' | 'delivery' | 'payload' | 'deliveriesOf'> {
  return {
    async deliveries(filter, limit, before) {
      const { items, next } = await stretch<DeliveryRow, number>(
        'delivery',
        {
          within: [...placeOf(filter, 'd'), ...deliveryIdsOf(filter)],
          alias: 'd',
          fits: deliveryConditions(filter),
          limit,
          before,
        },
        (conditions, newest) =>
          sql<DeliveryRow>`select ${DELIVERY_COLUMNS} from ${DELIVERIES} ${conditions} ${newest}`,
      )
      return { items: items.map(deliveryOf), next }
    },
    async delivery(projectId, id) {
      const conditions = [
        sql`d.id = ${id}`,
        ...(projectId === null ? [] : [sql`d.project_id = ${projectId}`]),
      ]
      const [row] = await rowsOf(
        sql<DeliveryRow>`select ${DELIVERY_COLUMNS} from ${DELIVERIES} ${where(conditions)}`,
      )
      return row === undefined ? null : deliveryOf(row)
    },
    async payload(deliveryId) {
      const [row] = await rowsOf(
        sql<PayloadRow>`select p.content_type, p.headers_json, p.body from delivery d
          join payload p on p.id = d.payload_id where d.id = ${deliveryId}`,
      )
      return row === undefined ? null : payloadOf(row)
    },
    async deliveriesOf(eventIds) {
      if (eventIds.length === 0) return []
      const rows = await rowsOf(
        sql<DeliveryRow>`select ${DELIVERY_COLUMNS} from ${DELIVERIES}
          where d.event_id in (${sql.join(eventIds)}) order by d.id`,
      )
      return rows.map(deliveryOf)
    },
  }
}

/** What an index can follow: the project, or the policy. */
function placeOf(
  { projectId, policyId }: Pick<DeliveryFilter, 'projectId' | 'policyId'>,
  alias: string,
): readonly RawBuilder<unknown>[] {
  const project = projectId === null ? [] : [sql`${sql.ref(`${alias}.project_id`)} = ${projectId}`]
  return policyId === undefined ? project : [...project, sql`${sql.ref(`${alias}.policy_id`)} = ${policyId}`]
}

/** Ids hold the time they were made at, which is the time of acceptance to a few moments. */
function eventIdsOf({ sinceMs, untilMs }: EventFilter): readonly RawBuilder<unknown>[] {
  return [
    ...(sinceMs === undefined ? [] : [sql`e.id >= ${lowestUuidV7(sinceMs - ID_SLACK_MS)}`]),
    ...(untilMs === undefined ? [] : [sql`e.id < ${lowestUuidV7(untilMs + ID_SLACK_MS)}`]),
  ]
}

/** No delivery is older than its event, but any may be younger: an event can be delivered again whenever one likes. */
function deliveryIdsOf({ sinceMs }: EventFilter): readonly RawBuilder<unknown>[] {
  return sinceMs === undefined ? [] : [sql`d.id >= ${firstDeliverySince(sinceMs)}`]
}

function eventConditions({
  eventType,
  repository,
  sinceMs,
  untilMs,
}: EventFilter): readonly RawBuilder<unknown>[] {
  return [
    ...(eventType === undefined ? [] : [sql`e.type = ${eventType}`]),
    ...(repository === undefined ? [] : [sql`e.repository = ${repository}`]),
    ...(sinceMs === undefined ? [] : [sql`e.accepted_at >= ${sinceMs}`]),
    ...(untilMs === undefined ? [] : [sql`e.accepted_at < ${untilMs}`]),
  ]
}

function deliveryConditions(filter: DeliveryFilter): readonly RawBuilder<unknown>[] {
  const { targetId, states } = filter
  return [
    ...eventConditions(filter),
    ...(targetId === undefined ? [] : [sql`d.target_id = ${targetId}`]),
    ...(states === undefined || states.length === 0 ? [] : [sql`d.state in (${sql.join(states)})`]),
  ]
}

function where(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
}
