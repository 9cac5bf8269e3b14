import { sql } from 'kysely'
import type { History, KnownPolicy, StoredEvent } from '../../domain/delivery/history.ts'
import { given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { readSlice } from '../read-slice.ts'
import { rowsOf } from '../rows-of.ts'
import { uuidBytes, uuidOf } from '../columns/uuid-bytes.ts'
import { eventFilters, indexedEventFilters } from './event-filters.ts'
import { STORED_EVENT_COLUMNS, type StoredEventRow, storedEventOf, verdictsOf } from './stored-event-row.ts'

const EVENTS = sql`select ${STORED_EVENT_COLUMNS} from event e join source s on s.id = e.source_id`

/** The events of the history. */
export function createEventHistory({ read }: Connections): Pick<History, 'events' | 'event'> {
  /** With the names of the policies in their verdicts, which are looked up once for all of them. */
  const eventsOf = async (rows: readonly StoredEventRow[]): Promise<readonly StoredEvent[]> => {
    const ids = rows.flatMap(verdictsOf).map(({ policyId }) => policyId)
    const policies = await policiesOf(read, [...new Set(ids)])
    return rows.map((row) => storedEventOf(row, policies))
  }
  return {
    async events(filter, limit, before) {
      const { items, next } = await readSlice<'uuid', StoredEventRow, Uint8Array>(
        read,
        {
          table: 'event',
          alias: 'e',
          key: 'uuid',
          indexed: indexedEventFilters(filter),
          filters: eventFilters(filter),
          limit,
          before: before === null ? null : uuidBytes(before),
        },
        (conditions, newest) => sql`${EVENTS} ${conditions} ${newest}`,
      )
      return { items: await eventsOf(items), next: next === null ? null : uuidOf(next) }
    },
    async event(projectId, id) {
      const conditions = [
        sql`e.uuid = ${uuidBytes(id)}`,
        ...given(projectId, (project) => sql`e.project_id = ${project}`),
      ]
      const rows = await rowsOf(read, sql<StoredEventRow>`${EVENTS} ${where(conditions)}`)
      return (await eventsOf(rows))[0] ?? null
    },
  }
}

async function policiesOf(
  read: Connections['read'],
  ids: readonly number[],
): Promise<ReadonlyMap<number, KnownPolicy>> {
  if (ids.length === 0) return new Map()
  const rows = await rowsOf(
    read,
    sql<KnownPolicy & { readonly id: number }>`
      select p.id, p.name, o.name as "projectName" from policy p left join project o on o.id = p.project_id
      where p.id in (${sql.join(ids)})`,
  )
  return new Map(rows.map(({ id, ...policy }) => [id, policy]))
}
