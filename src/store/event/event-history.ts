import { sql } from 'kysely'
import type {
  EventFilter,
  EventRecord,
  History,
  KnownPolicy,
  StoredEvent,
} from '../../domain/delivery/history.ts'
import { type SqlCondition, given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { MAX_SCANNED, readSlice } from '../read-slice.ts'
import { rowsOf } from '../rows-of.ts'
import { uuidBytes, uuidOf } from '../columns/uuid-bytes.ts'
import { digestOrNull } from '../columns/digest-bytes.ts'
import { eventPartsOf } from '../columns/event-detail-json.ts'
import { eventFilters, hasOutcome, hasWords, indexedEventFilters } from './event-filters.ts'
import { STORED_EVENT_COLUMNS, type StoredEventRow, storedEventOf, verdictsOf } from './stored-event-row.ts'

const EVENTS = sql`select ${STORED_EVENT_COLUMNS} from event e join source s on s.id = e.source_id`

/** With what its source reported. */
const WHOLE_EVENT = sql`select ${STORED_EVENT_COLUMNS}, e.detail_json from event e join source s on s.id = e.source_id`

/** Events whose details one call reads for words. */
const MAX_READ = 10_000

/** The events of the history. */
export function createEventHistory({ read }: Connections): Pick<History, 'events' | 'event'> {
  /** With the names of the policies in their verdicts, which are looked up once for all of them. */
  const eventsOf = async (rows: readonly StoredEventRow[]): Promise<readonly StoredEvent[]> => {
    const ids = rows.flatMap(verdictsOf).map(({ policyId }) => policyId)
    const policies = await policiesOf(read, [...new Set(ids)])
    return rows.map((row) => storedEventOf(row, policies))
  }
  return {
    async events(filter, limit, after, order = 'newest') {
      const { items, next, searchedToMs } = await readSlice<'uuid', StoredEventRow, Uint8Array>(
        read,
        {
          table: 'event',
          alias: 'e',
          key: 'uuid',
          indexed: indexedEventFilters(filter),
          time: 'accepted_at',
          filters: checksOf(filter),
          maxScanned: (filter.words ?? []).length === 0 ? MAX_SCANNED : MAX_READ,
          limit,
          after: after === null ? null : uuidBytes(after),
          order,
        },
        (conditions, inOrder) => sql`${EVENTS} ${conditions} ${inOrder}`,
      )
      return { items: await eventsOf(items), next: next === null ? null : uuidOf(next), searchedToMs }
    },
    async event(projectId, id) {
      const conditions = [
        sql`e.uuid = ${uuidBytes(id)}`,
        ...given(projectId, (project) => sql`e.project_id = ${project}`),
      ]
      const rows = await rowsOf(read, sql<WholeEventRow>`${WHOLE_EVENT} ${where(conditions)}`)
      const [row, [event]] = [rows[0], await eventsOf(rows)]
      return row === undefined || event === undefined ? null : { ...event, content: contentOf(row) }
    },
  }
}

type WholeEventRow = StoredEventRow & { readonly detail_json: string }

function contentOf(row: WholeEventRow): EventRecord['content'] {
  return eventPartsOf(row.detail_json, { ...row, digest: digestOrNull(row.digest) })
}

function checksOf(filter: EventFilter): readonly SqlCondition[] {
  const { outcomes = [], words = [], ...ofColumns } = filter
  return [...eventFilters(ofColumns), ...hasOutcome(outcomes), ...hasWords(words)]
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
