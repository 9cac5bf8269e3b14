import { type RawBuilder, sql } from 'kysely'
import type { PastEvent, PastEvents, PastScope } from '../../domain/delivery/history.ts'
import { lowestUuidV7 } from '../../domain/ids.ts'
import { type SqlCondition, given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { eventsRemovedUpTo } from '../events-removed-up-to.ts'
import { rowsOf } from '../rows-of.ts'
import { uuidBytes } from '../columns/uuid-bytes.ts'
import { type RegistryEventRow, registryEventOf } from './registry-event-row.ts'

/**
 * The columns and tables that a past event is read from. Its repository is looked up by its path: PostgreSQL may read all of a joined table
 * first.
 */
export const PAST_COLUMNS = sql`e.uuid, e.source_id, s.name as source_name, s.kind as source_kind, e.source_event_id, e.reported_at,
  e.project_id, e.type, e.repository, e.tag, e.digest, e.operator, e.occurred_at, e.accepted_at, e.detail_json,
  e.late, e.sequence, (select created_at from repository where path = e.repository and project_id is not null) as repository_created_at`
export const PAST_TABLES = sql`event e join source s on s.id = e.source_id`

export interface PastRow extends RegistryEventRow {
  readonly project_id: number
  readonly sequence: number
  readonly repository_created_at: number | null
}

/** Events read back whole, by the index over projects and ids: ids grow with time. */
export function createPastEvents({ read }: Connections): PastEvents {
  const select = async (
    { projectId, withParts }: PastScope,
    conditions: readonly SqlCondition[],
    order: RawBuilder<unknown>,
    limit: number,
  ): Promise<readonly PastEvent[]> => {
    const all = [
      sql`e.held_until is null`,
      ...(withParts ? [] : [sql`e.merged_into is null`]),
      ...given(projectId, (id) => sql`e.project_id = ${id}`),
      ...conditions,
    ]
    const rows = await rowsOf(
      read,
      sql<PastRow>`select ${PAST_COLUMNS} from ${PAST_TABLES} ${where(all)} order by e.uuid ${order} limit ${limit}`,
    )
    return rows.map(pastEventOf)
  }
  return {
    removedUpTo: (projectId) => eventsRemovedUpTo(read, projectId),
    newest: (scope, limit) => select(scope, [], sql`desc`, limit),
    between: ({ sinceMs, untilMs, ...scope }, after, limit) =>
      select(
        scope,
        [
          after === null
            ? sql`e.uuid >= ${uuidBytes(lowestUuidV7(sinceMs))}`
            : sql`e.uuid > ${uuidBytes(after)}`,
          sql`e.uuid < ${uuidBytes(lowestUuidV7(untilMs))}`,
        ],
        sql`asc`,
        limit,
      ),
  }
}

export function pastEventOf(row: PastRow): PastEvent {
  return {
    event: registryEventOf(row),
    projectId: row.project_id,
    sequence: row.sequence,
    repositoryCreatedAtMs: row.repository_created_at ?? row.occurred_at,
  }
}
