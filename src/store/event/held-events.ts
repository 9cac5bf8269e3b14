import { type Kysely, sql } from 'kysely'
import type { HeldEvent, HeldFilter } from '../../domain/delivery/queue.ts'
import { PAST_COLUMNS, PAST_TABLES, type PastRow, pastEventOf } from './past-events.ts'
import type { Schema } from '../schema.ts'

/** Events that wait to be decided, by the indexes that hold these alone. */
export async function readHeldEvents(
  read: Kysely<Schema>,
  { dueAtMs, repository, digests, limit }: HeldFilter,
): Promise<readonly HeldEvent[]> {
  const conditions = [
    sql`e.held_until is not null`,
    ...(dueAtMs === undefined ? [] : [sql`e.held_until <= ${dueAtMs}`]),
    ...(repository === undefined ? [] : [sql`e.repository = ${repository}`]),
    ...(digests === undefined ? [] : [sql`e.digest in (${sql.join(digests)})`]),
  ]
  const { rows } = await sql<PastRow & { held_until: number }>`
    select ${PAST_COLUMNS}, e.held_until from ${PAST_TABLES} where ${sql.join(conditions, sql` and `)}
    order by e.held_until, e.id limit ${limit}`.execute(read)
  return rows.map((row) => ({ ...pastEventOf(row), heldUntilMs: row.held_until }))
}
