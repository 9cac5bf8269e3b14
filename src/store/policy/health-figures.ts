import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import { isRecovered } from '../../domain/delivery/delivery-state.ts'
import {
  type PolicyHealth,
  type TargetHealth,
  HEALTH_PERIOD_MS,
  MAX_HEALTH_COUNTED,
  RECENT_SHOWN,
} from '../../domain/problem/policy-health.ts'
import { firstDeliverySince } from '../delivery/first-delivery.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'

type Figures = Pick<PolicyHealth, 'targets' | 'delivered' | 'failed' | 'redelivered' | 'waiting' | 'recent'>

interface CountRow {
  readonly policy_id: number
  readonly delivered: number
  readonly failed: number
  readonly redelivered: number
}

interface RecentRow {
  readonly policy_id: number
  readonly state: DeliveryState
  readonly redelivered_as: number | null
}

type Read = Kysely<Schema>

/** What the newest deliveries of some policies say of them. Each branch of a statement follows an index from the newest row of its policy or target. */
export async function readHealthFigures(
  read: Read,
  policyIds: readonly number[],
  nowMs: number,
): Promise<(policyId: number) => Figures> {
  const targets = await targetsOf(read, policyIds)
  const targetIds = [...targets.values()].flat().map(({ id }) => id)
  const [counts, recent, waiting] = await Promise.all([
    countsOf(read, policyIds, nowMs - HEALTH_PERIOD_MS),
    recentOf(read, policyIds),
    waitingOf(read, targetIds),
  ])
  return (id) => {
    const { delivered = 0, failed = 0, redelivered = 0 } = counts.get(id) ?? {}
    const ofPolicy = targets.get(id) ?? []
    return {
      targets: ofPolicy,
      delivered,
      failed,
      redelivered,
      waiting: ofPolicy.reduce((sum, target) => sum + (waiting.get(target.id) ?? 0), 0),
      recent: (recent.get(id) ?? []).map(recentState).toReversed(),
    }
  }
}

function recentState({ state, redelivered_as: redeliveredAs }: RecentRow) {
  return isRecovered({ state, redeliveredAs }) ? 'recovered' : state
}

async function targetsOf(
  read: Read,
  policyIds: readonly number[],
): Promise<ReadonlyMap<number, readonly TargetHealth[]>> {
  if (policyIds.length === 0) return new Map()
  const query = read
    .selectFrom('target')
    .select(['id', 'policy_id', 'type', 'address', 'paused_at', 'unreachable_since'])
    .where('policy_id', 'in', policyIds)
    .where('deleted_at', 'is', null)
  const rows = await query.orderBy('position').execute()
  const grouped = Map.groupBy(rows, ({ policy_id }) => policy_id)
  return new Map([...grouped].map(([id, some]) => [id, some.map(targetOf)]))
}

function targetOf(row: {
  readonly id: number
  readonly type: string
  readonly address: string
  readonly paused_at: number | null
  readonly unreachable_since: number | null
}): TargetHealth {
  const { id, type, address, paused_at: pausedAt, unreachable_since: unreachableSinceMs } = row
  return { id, type, address, isPaused: pausedAt !== null, unreachableSinceMs }
}

async function countsOf(
  read: Read,
  policyIds: readonly number[],
  sinceMs: number,
): Promise<ReadonlyMap<number, CountRow>> {
  if (policyIds.length === 0) return new Map()
  const [first] = await rowsOf(read, sql<{ id: number }>`select ${firstDeliverySince(sinceMs)} as id`)
  const from = sql.lit(first?.id ?? 0)
  const newest = branches(
    policyIds,
    (
      id,
    ) => sql`select policy_id, state, redelivered_as from delivery where policy_id = ${id} and id >= ${from}
      order by id desc limit ${sql.lit(MAX_HEALTH_COUNTED)}`,
  )
  const failed = sql`state in ('error', 'expired')`
  const rows = await rowsOf(
    read,
    sql<CountRow>`select policy_id, sum(case when state = 'success' then 1 else 0 end) as delivered,
        sum(case when ${failed} and redelivered_as is null then 1 else 0 end) as failed,
        sum(case when ${failed} and redelivered_as is not null then 1 else 0 end) as redelivered
      from (${newest}) d group by policy_id`,
  )
  return new Map(rows.map((row) => [row.policy_id, row]))
}

async function recentOf(
  read: Read,
  policyIds: readonly number[],
): Promise<ReadonlyMap<number, readonly RecentRow[]>> {
  if (policyIds.length === 0) return new Map()
  const newest = branches(
    policyIds,
    (id) => sql`select policy_id, state, redelivered_as, id from delivery where policy_id = ${id}
      order by id desc limit ${sql.lit(RECENT_SHOWN)}`,
  )
  const rows = await rowsOf(read, sql<RecentRow>`select * from (${newest}) d order by id desc`)
  return Map.groupBy(rows, ({ policy_id }) => policy_id)
}

async function waitingOf(read: Read, targetIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (targetIds.length === 0) return new Map()
  const waiting = branches(
    targetIds,
    (id) => sql`select target_id from delivery where state = 'pending' and target_id = ${id}
      limit ${sql.lit(MAX_HEALTH_COUNTED)}`,
  )
  const rows = await rowsOf(
    read,
    sql<{
      target_id: number
      n: number
    }>`select target_id, count(*) as n from (${waiting}) d group by target_id`,
  )
  return new Map(rows.map(({ target_id, n }) => [target_id, n]))
}

/** One statement of a bounded part for each id, which are literals: there may be more of them than parameters. */
function branches(
  ids: readonly number[],
  part: (id: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql.join(
    ids.map((id) => sql`select * from (${part(sql.lit(id))}) b`),
    sql` union all `,
  )
}
