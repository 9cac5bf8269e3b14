import { sql } from 'kysely'
import type { FailingTarget, StatisticsQuery } from '../../domain/figures/statistics.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { UNRECOVERED } from '../delivery/again/recover.ts'
import { withRecent } from './recent-deliveries.ts'

const MAX_FAILING = 10

interface FailingRow {
  readonly target_id: number
  readonly policy_id: number
  readonly project_id: number
  readonly address: string
  readonly failed: number
  readonly pending: number
  readonly reason: string
}

/** The targets that most deliveries fail at, or wait for after a failure. */
export async function readFailingTargets(
  read: Connections['read'],
  query: StatisticsQuery,
): Promise<readonly FailingTarget[]> {
  const rows = await rowsOf(
    read,
    sql<FailingRow>`${withRecent(query)}, failing as (
        select target_id, max(id) as newest, sum(case when ${UNRECOVERED} then 1 else 0 end) as failed,
          sum(case when state = 'pending' then 1 else 0 end) as pending
        from recent where (${UNRECOVERED}) or (state = 'pending' and attempts > 0) group by target_id)
      select f.target_id, d.policy_id, d.project_id, t.address, f.failed, f.pending, d.reason
      from failing f join delivery d on d.id = f.newest join target t on t.id = f.target_id
      where t.deleted_at is null order by f.failed + f.pending desc, f.target_id limit ${sql.lit(MAX_FAILING)}`,
  )
  return rows.map((row) => ({
    targetId: row.target_id,
    policyId: row.policy_id,
    projectId: row.project_id,
    address: row.address,
    failed: row.failed,
    pending: row.pending,
    lastFailure: row.reason,
  }))
}
