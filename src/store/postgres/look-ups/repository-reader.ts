import type { EventLookUps } from '../../connections.ts'
import { batchedReads } from '../../batched-reads.ts'
import { asRecords, statement } from '../hot/session.ts'
import type { ReconnectingPool } from '../reconnecting-pool.ts'
import { ask } from './ask.ts'

interface Row {
  readonly n: number
  readonly created_at: number
  readonly sequence: number
}

const SELECT = statement(`
  select x.n, r.created_at, r.sequence from json_to_recordset($1::json) as x(n bigint, path text)
  cross join lateral (
    select created_at, sequence from repository where path = x.path and project_id is not null limit 1) r`)

/** Reads when a repository was first seen, and the number of its last event; those that are asked for together in one statement. */
export function repositoryReader(pool: ReconnectingPool): EventLookUps['repository'] {
  return batchedReads(async (paths: readonly string[]) => {
    const rows = await ask<Row>(pool, SELECT, asRecords(paths.map((path, n) => ({ n, path }))))
    return new Map(
      rows.map(({ n, created_at, sequence }) => [
        paths[n] ?? '',
        { createdAtMs: created_at, lastSequence: sequence },
      ]),
    )
  })
}
