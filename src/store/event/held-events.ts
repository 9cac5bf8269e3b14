import { type Kysely, sql } from 'kysely'
import type { HeldEvent, HeldFilter } from '../../domain/delivery/queue.ts'
import { given, where } from '../conditions.ts'
import { digestBytes } from '../columns/digest-bytes.ts'
import { rowsOf } from '../rows-of.ts'
import { PAST_COLUMNS, PAST_TABLES, type PastRow, pastEventOf } from './past-events.ts'
import type { Schema } from '../schema.ts'
import type { EventTable } from './event-tables.ts'
import { verdictsOf } from './stored-event-row.ts'

type HeldRow = PastRow & Pick<EventTable, 'held_client' | 'verdicts_json'> & { readonly held_until: number }

/** Events that wait to be decided, by the indexes that hold these alone. */
export async function readHeldEvents(
  read: Kysely<Schema>,
  { dueAtMs, repository, digests, limit }: HeldFilter,
): Promise<readonly HeldEvent[]> {
  const conditions = [
    sql`e.held_until is not null`,
    ...given(dueAtMs, (atMs) => sql`e.held_until <= ${atMs}`),
    ...given(repository, (path) => sql`e.repository = ${path}`),
    ...given(digests, (some) => sql`e.digest in (${sql.join(some.map(digestBytes))})`),
  ]
  const rows = await rowsOf(
    read,
    sql<HeldRow>`
      select ${PAST_COLUMNS}, e.held_until, e.held_client, e.verdicts_json from ${PAST_TABLES}
      ${where(conditions)} order by e.held_until, e.uuid limit ${limit}`,
  )
  return rows.map((row) => ({
    ...pastEventOf(row),
    heldUntilMs: row.held_until,
    verdicts: verdictsOf(row),
    client: row.held_client,
  }))
}
