import { type Kysely, sql } from 'kysely'
import type { Writing } from '../../connections.ts'
import { assertWorkable } from '../../migrate.ts'
import { type SchemaSteps, newestOf } from '../../migrations/runner/schema-step.ts'
import type { Schema } from '../../schema.ts'
import { lockInPostgres } from '../postgres-lock.ts'

/** How often a process says that it is there. */
export const PRESENT_EVERY_MS = 3000
/** A process that was not seen for so long is gone. */
const GONE_AFTER_MS = 15_000

const NOW = `floor(extract(epoch from clock_timestamp()) * 1000)::bigint`

/** Says that a process is there; forgets those that are gone. Takes its name and the newest step that it knows. */
export const SAY_PRESENT = `with gone as (delete from node where seen_at < ${NOW} - ${GONE_AFTER_MS} and name <> $1)
  insert into node (name, knows, seen_at) values ($1, $2, ${NOW}) on conflict (name) do update set seen_at = excluded.seen_at`

export const SAY_GONE = `delete from node where name = $1`

/**
 * Enters a process among those on its database: from now on nobody changes the tables in a way with which its version does not work.
 *
 * @throws Error when somebody has done so since its start began
 */
export async function join(db: Kysely<Schema>, name: string, steps: SchemaSteps): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await lockInPostgres(transaction, 'migration')
    await assertWorkable(transaction, steps)
    await sql`insert into node (name, knows, seen_at)
      values (${name}, ${newestOf(steps)}, ${sql.raw(NOW)})`.execute(transaction)
  })
}

/** How many processes run whose version does not know a step of the tables. */
export async function countOlder(transaction: Writing, step: string): Promise<number> {
  const { rows } = await sql<{ found: number }>`select count(*) as found from pg_class
    where oid = to_regclass('node')`.execute(transaction)
  if (rows[0]?.found === 0) return 0
  const older = sql<{ n: number }>`select count(*) as n from node
    where knows < ${step} and seen_at >= ${sql.raw(NOW)} - ${sql.lit(GONE_AFTER_MS)}`
  return (await older.execute(transaction)).rows[0]?.n ?? 0
}
