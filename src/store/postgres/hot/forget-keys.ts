import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../schema.ts'

/** Keys that one transaction forgets. */
const SLICE = 500

/**
 * Forgets keys of reports whose events were removed before a time. They are found by where they lie: by their columns the planner would
 * rather read the whole table.
 *
 * @returns whether there may be more
 */
export async function forgetKeys(write: Kysely<Schema>, removedBeforeMs: number): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from report_key where ctid = any(array(
      select ctid from report_key where removed_at < ${removedBeforeMs} order by removed_at limit ${SLICE}))`.execute(
    write,
  )
  return Number(numAffectedRows) === SLICE
}
