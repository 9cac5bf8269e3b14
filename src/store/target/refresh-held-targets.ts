import { type RawBuilder, sql } from 'kysely'
import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { Writing } from '../connections.ts'

/** The targets of which a change began, or ended, the hold. */
export interface HeldChanges {
  readonly held: readonly number[]
  readonly released: readonly number[]
}

/** Whose hold may have changed: one target, those of a policy or a project, or all (project 0). */
export type HoldScope =
  { readonly targetId: number } | { readonly policyId: number } | { readonly projectId: number }

/**
 * Brings `held_from` of targets up to date after a change of what holds them: the target's pause, a hold of its project, or of
 * everything. When the last of them ends, the time since then adds to `held_ms`, so that the age of its deliveries leaves it out.
 *
 * @param serviceMs by the service clock
 */
export async function refreshHeldTargets(
  transaction: Writing,
  scope: HoldScope,
  serviceMs: number,
): Promise<HeldChanges> {
  const isInScope = within(scope)
  const isHeld = sql`(paused_at is not null or exists (
    select 1 from hold where project_id = ${GLOBAL_PROJECT_ID}
      or project_id = (select policy.project_id from policy where policy.id = target.policy_id)))`
  const held = await sql<{ id: number }>`
    update target set held_from = ${serviceMs}
    where ${isInScope} and held_from is null and deleted_at is null and ${isHeld} returning id`.execute(
    transaction,
  )
  const released = await sql<{ id: number }>`
    update target set held_ms = held_ms + case when ${serviceMs} > held_from then ${serviceMs} - held_from else 0 end, held_from = null
    where ${isInScope} and held_from is not null and not ${isHeld} returning id`.execute(transaction)
  return { held: held.rows.map(({ id }) => id), released: released.rows.map(({ id }) => id) }
}

function within(scope: HoldScope): RawBuilder<unknown> {
  if ('targetId' in scope) return sql`id = ${scope.targetId}`
  if ('policyId' in scope) return sql`policy_id = ${scope.policyId}`
  const { projectId } = scope
  if (projectId === GLOBAL_PROJECT_ID) return sql`true`
  return sql`policy_id in (select policy.id from policy where policy.project_id = ${projectId})`
}
