import { type RawBuilder, sql } from 'kysely'
import { MAX_COUNTED, type Problems } from '../../domain/problem/problems.ts'
import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { createBreakers } from '../target/breakers.ts'

/** What waits while a problem lasts: for its target, or for the targets that a hold keeps. */
export function waitingReader(connections: Connections): Problems['waiting'] {
  const { read } = connections
  const breakers = createBreakers(connections)
  const count = async (pending: RawBuilder<unknown>): Promise<number> => {
    const some = sql<{ n: number }>`select count(*) as n from (${pending} limit ${sql.lit(MAX_COUNTED)}) w`
    return (await rowsOf(read, some))[0]?.n ?? 0
  }
  return async ({ kind, projectId, targetId }) => {
    if (kind === 'deliveries_held') {
      const all = sql`select 1 from delivery where state = 'pending'`
      const targets = sql`select t.id from target t join policy p on p.id = t.policy_id where p.project_id = ${projectId}`
      const own = sql`${all} and target_id in (${targets})`
      const held = projectId === GLOBAL_PROJECT_ID ? all : own
      return { count: await count(held), unreachableSinceMs: null, oldestAgeMs: null }
    }
    if (targetId === null) return { count: 0, unreachableSinceMs: null, oldestAgeMs: null }
    const pending = sql`select 1 from delivery where state = 'pending' and target_id = ${targetId}`
    const [unreachable] = await breakers.of([targetId])
    return {
      count: await count(pending),
      unreachableSinceMs: unreachable?.sinceMs ?? null,
      oldestAgeMs: unreachable?.oldestAgeMs ?? null,
    }
  }
}
