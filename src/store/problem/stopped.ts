import { type Trouble, WHOLE_SYSTEM } from '../../domain/problem/problem.ts'
import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { Connections } from '../connections.ts'

/** What people have stopped, and policies that Bellbuoy has disabled. */
export async function readStopped(read: Connections['read']): Promise<readonly Trouble[]> {
  return [await pausedTargets(read), await disabledPolicies(read), await holds(read)].flat()
}

const NOTHING = { ...WHOLE_SYSTEM, reason: '', isQuiet: true }

async function pausedTargets(read: Connections['read']): Promise<readonly Trouble[]> {
  const rows = await read
    .selectFrom('target')
    .innerJoin('policy', 'policy.id', 'target.policy_id')
    .select(['target.id', 'target.policy_id', 'target.paused_at', 'policy.project_id'])
    .where('target.paused_at', 'is not', null)
    .where('target.deleted_at', 'is', null)
    .where('policy.deleted_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    ...NOTHING,
    kind: 'target_paused',
    cause: 'paused',
    projectId: row.project_id,
    policyId: row.policy_id,
    targetId: row.id,
    sinceMs: row.paused_at ?? 0,
  }))
}

async function disabledPolicies(read: Connections['read']): Promise<readonly Trouble[]> {
  const query = read.selectFrom('policy').where('enabled', '=', 0).where('deleted_at', 'is', null)
  const columns = ['id', 'project_id', 'updated_at', 'auto_disabled_at', 'auto_disabled_reason'] as const
  return (await query.select(columns).execute()).map((row) => ({
    ...NOTHING,
    kind: 'policy_disabled',
    cause: row.auto_disabled_at === null ? 'disabled' : 'auto_disabled',
    reason: row.auto_disabled_reason ?? '',
    projectId: row.project_id,
    policyId: row.id,
    sinceMs: row.auto_disabled_at ?? row.updated_at,
  }))
}

async function holds(read: Connections['read']): Promise<readonly Trouble[]> {
  return (await read.selectFrom('hold').selectAll().execute()).map((row) => ({
    ...NOTHING,
    kind: 'deliveries_held',
    cause: row.project_id === GLOBAL_PROJECT_ID ? 'everything_held' : 'project_held',
    reason: row.held_by,
    projectId: row.project_id,
    sinceMs: row.held_at,
  }))
}
