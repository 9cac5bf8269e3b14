import { type RawBuilder, sql } from 'kysely'
import type { NamedProblem, ProblemFilter, Problems } from '../../domain/problem/problems.ts'
import { type SqlCondition, given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { type NamedProblemRow, namedProblemOf } from './problem-row.ts'

/** Problems with the names of what they are about. */
export function problemLists({
  read,
}: Connections): Pick<Problems, 'list' | 'byId' | 'needing' | 'unannounced'> {
  const named = async (rest: RawBuilder<unknown>): Promise<readonly NamedProblem[]> =>
    (await rowsOf(read, sql<NamedProblemRow>`${NAMED} ${rest}`)).map(namedProblemOf)
  return {
    async list(filter, limit, before) {
      const conditions = [...conditionsOf(filter), ...given(before, (id) => sql`p.id < ${id}`)]
      const items = await named(sql`${where(conditions)} order by p.id desc limit ${limit}`)
      return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) }
    },
    async byId(projectId, id) {
      const conditions = [sql`p.id = ${id}`, ...conditionsOf({ projectId })]
      return (await named(where(conditions)))[0] ?? null
    },
    async needing(projectId) {
      const filter = { projectId, isOpen: true, isAcknowledged: false }
      const needing = where([...conditionsOf(filter), NOT_ON_PURPOSE])
      const [row] = await rowsOf(read, sql<{ n: number }>`select count(*) as n from problem p ${needing}`)
      return row?.n ?? 0
    },
    unannounced: () => named(sql`where p.closing_announced = 0 order by p.id`),
  }
}

/** As `isOnPurpose` says. */
const NOT_ON_PURPOSE = sql`(p.cause = 'auto_disabled' or
  p.kind not in ('target_paused', 'policy_disabled', 'deliveries_held'))`

const NAMED = sql`
  select p.*, (select name from project where id = p.project_id) as project_name,
    (select name from policy where id = p.policy_id) as policy_name,
    (select address from target where id = p.target_id and deleted_at is null) as target_address,
    (select name from source where id = p.source_id) as source_name
  from problem p`

function conditionsOf(filter: ProblemFilter): readonly SqlCondition[] {
  return [
    ...given(filter.projectId, (id) => sql`p.project_id = ${id}`),
    ...given(filter.kind, (kind) => sql`p.kind = ${kind}`),
    ...given(filter.policyId, (id) => sql`p.policy_id = ${id}`),
    ...given(filter.targetId, (id) => sql`p.target_id = ${id}`),
    ...given(filter.sourceId, (id) => sql`p.source_id = ${id}`),
    ...given(filter.isOpen, (isOpen) => (isOpen ? sql`p.closed_at is null` : sql`p.closed_at is not null`)),
    ...given(filter.isAcknowledged, (isTaken) =>
      isTaken ? sql`p.acknowledged_at is not null` : sql`p.acknowledged_at is null`,
    ),
  ]
}
