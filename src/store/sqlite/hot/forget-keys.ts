import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../schema.ts'

/** Keys that one transaction forgets: those who write wait for a few milliseconds. */
const SLICE = 500

/**
 * Forgets keys of reports whose events were removed before a time.
 *
 * @returns whether there may be more
 */
export async function forgetKeys(write: Kysely<Schema>, removedBeforeMs: number): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from report_key where (source_id, reported_at, source_event_id) in (
      select source_id, reported_at, source_event_id from report_key where removed_at < ${removedBeforeMs}
      order by removed_at limit ${SLICE})`.execute(write)
  return Number(numAffectedRows) === SLICE
}
