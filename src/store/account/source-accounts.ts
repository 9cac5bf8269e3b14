import { type Kysely, sql } from 'kysely'
import type { SourceAccount } from '../../domain/event/source-account.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { SOURCE_COUNTS } from '../striped-totals.ts'
import { IS_REPORTED } from './is-reported.ts'

interface AccountRow {
  readonly id: number
  readonly name: string
  readonly received: number
  readonly events: number
  readonly repeated: number
  readonly merged: number
  readonly kept_out: number
}

/** The account of every source, also of those that are gone, with its removed events; one walk over all that are stored. */
export async function sourceAccounts(read: Kysely<Schema>): Promise<readonly SourceAccount[]> {
  const rows = await rowsOf(
    read,
    sql<AccountRow>`select s.id, s.name, coalesce(a.received, 0) as received, coalesce(e.events, 0) + coalesce(r.reported, 0) as events,
        coalesce(a.repeated, 0) as repeated, coalesce(a.merged, 0) as merged, coalesce(a.kept_out, 0) as kept_out
      from source s
      left join (
        select source_id, sum(received) as received, sum(repeated) as repeated, sum(merged) as merged, sum(kept_out) as kept_out
        from ${SOURCE_COUNTS} as counts group by source_id
      ) a on a.source_id = s.id
      left join (
        select source_id, count(*) as events from event
        where ${IS_REPORTED}
        group by source_id
      ) e on e.source_id = s.id
      left join (select source_id, sum(reported) as reported from removed_account group by source_id) r on r.source_id = s.id
      order by s.id`,
  )
  return rows.map(({ id, kept_out, ...row }) => ({ ...row, sourceId: id, keptOut: kept_out }))
}
