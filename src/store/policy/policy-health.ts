import { type RawBuilder, sql } from 'kysely'
import type { EventType } from '../../domain/event/event-type.ts'
import {
  type HealthFilter,
  type HealthPage,
  type HealthState,
  type PolicyHealth,
  type ReadPolicyHealth,
  HEALTH_STATES,
} from '../../domain/problem/policy-health.ts'
import type { ProblemCause } from '../../domain/problem/problem.ts'
import { type SqlCondition, given, where } from '../conditions.ts'
import type { Connections } from '../connections.ts'
import { contains } from '../list-query.ts'
import { rowsOf } from '../rows-of.ts'
import { TRIGGERS } from '../striped-totals.ts'
import { readHealthFigures } from './health-figures.ts'

interface StandingRow {
  readonly id: number
  readonly name: string
  readonly project_id: number
  readonly project_name: string | null
  readonly enabled: number
  readonly event_types_json: string
  readonly state: HealthState
  readonly last_at: number | null
  readonly problem_id: number | null
  readonly since: number | null
  readonly cause: ProblemCause | null
  readonly reason: string | null
}

/** Policies with the first of their open problems and how they stand. */
const STANDINGS = sql`select p.id, p.name, p.project_id, p.project_name, p.enabled, p.event_types_json, p.last_at,
    p.problem_id, f.since, f.cause, f.reason,
    case when p.enabled = 0 then case when p.auto_disabled_at is null then 'disabled' else 'auto_disabled' end
      when p.problem_id is not null or p.unreachable > 0 then 'failing' when p.held > 0 then 'held'
      when p.last_at is null then 'idle' else 'working' end as state
  from (select policy.*, project.name as project_name,
      (select max(at) from ${TRIGGERS} t where policy_id = policy.id) as last_at,
      (select min(id) from problem where policy_id = policy.id and kind = 'target_failing' and closed_at is null) as problem_id,
      (select count(*) from target where policy_id = policy.id and deleted_at is null and held_from is not null) as held,
      (select count(*) from target where policy_id = policy.id and deleted_at is null and unreachable_since is not null) as unreachable
    from policy left join project on project.id = policy.project_id where policy.deleted_at is null) p
  left join problem f on f.id = p.problem_id`

/** Reads the state of all policies, which problems and targets tell, and the figures of a page of them. */
export function policyHealthReader({ read, now }: Connections): ReadPolicyHealth {
  return async (filter, page) => {
    const all = sql`(${STANDINGS} ${where(conditionsOf(filter))}) s`
    const inStates = where([...given(filter.states, (some) => sql`s.state in (${sql.join(some)})`)])
    const order = sql.join(orderOf(page), sql`, `)
    const [rows, counts] = await Promise.all([
      rowsOf(
        read,
        sql<StandingRow>`select * from ${all} ${inStates} order by ${order} limit ${page.limit} offset ${page.offset}`,
      ),
      rowsOf(
        read,
        sql<{ state: HealthState; n: number }>`select state, count(*) as n from ${all} group by state`,
      ),
    ])
    const figuresOf = await readHealthFigures(
      read,
      rows.map(({ id }) => id),
      now(),
    )
    return {
      items: rows.map((row) => ({ ...standingOf(row), ...figuresOf(row.id) })),
      counts: new Map(counts.map(({ state, n }) => [state, n])),
    }
  }
}

function conditionsOf({ projectId, policyId, name }: HealthFilter): readonly SqlCondition[] {
  return [
    ...given(projectId, (id) => sql`p.project_id = ${id}`),
    ...given(policyId, (id) => sql`p.id = ${id}`),
    ...given(
      name,
      (part) => sql`(${contains(sql`p.name`, part)} or ${contains(sql`coalesce(p.project_name, '')`, part)})`,
    ),
  ]
}

const RANK = sql`case s.state ${sql.join(
  HEALTH_STATES.map((state, rank) => sql`when ${sql.lit(state)} then ${sql.lit(rank)}`),
  sql` `,
)} end`

function orderOf({ order, isReversed }: HealthPage): readonly RawBuilder<unknown>[] {
  const way = isReversed ? sql`desc` : sql``
  // What was never triggered comes last.
  const [first, ...rest] = {
    state: [RANK],
    name: [sql`lower(s.name)`],
    project: [sql`lower(coalesce(s.project_name, ''))`, RANK],
    last: [sql`-coalesce(s.last_at, 0)`],
  }[order]
  return [sql`${first} ${way}`, ...rest, sql`lower(s.name)`, sql`s.id`]
}

function standingOf(row: StandingRow) {
  const { problem_id: problemId, since, cause, reason } = row
  return {
    policyId: row.id,
    name: row.name,
    projectId: row.project_id,
    projectName: row.project_name,
    isEnabled: row.enabled === 1,
    state: row.state,
    eventTypes: JSON.parse(row.event_types_json) as EventType[],
    trouble:
      problemId === null || since === null || cause === null
        ? null
        : { problemId, sinceMs: since, cause, reason: reason ?? '' },
    lastEventAtMs: row.last_at,
  } satisfies Partial<PolicyHealth>
}
