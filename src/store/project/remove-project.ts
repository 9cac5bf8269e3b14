import { assertFound } from '../assert-found.ts'
import type { Writing } from '../connections.ts'
import { removeQuota } from './quotas.ts'
import { removeTargets } from '../target/replace-targets.ts'

/**
 * Ends a project: its policies go, what waits for their targets stops, members and robots lose their access. Events and
 * deliveries stay on record. A repository of the same path that comes later is a new one.
 *
 * @throws BellbuoyError `NOT_FOUND`
 */
export async function removeProject(transaction: Writing, id: number, atMs: number): Promise<void> {
  const gone = { deleted_at: atMs, updated_at: atMs }
  const live = transaction.updateTable('project').set(gone).where('id', '=', id)
  assertFound(await live.where('deleted_at', 'is', null).executeTakeFirstOrThrow(), `project ${id}`)
  const targets = await transaction
    .selectFrom('target')
    .innerJoin('policy', 'policy.id', 'target.policy_id')
    .select('target.id')
    .where('policy.project_id', '=', id)
    .where('target.deleted_at', 'is', null)
    .execute()
  const policies = transaction.updateTable('policy').set(gone).where('project_id', '=', id)
  await policies.where('deleted_at', 'is', null).execute()
  await removeTargets(
    transaction,
    targets.map((target) => target.id),
    'the project was deleted',
    atMs,
  )
  await transaction.deleteFrom('member').where('project_id', '=', id).execute()
  await transaction.deleteFrom('robot').where('project_id', '=', id).execute()
  await transaction.deleteFrom('hold').where('project_id', '=', id).execute()
  await removeQuota(transaction, id)
  await transaction.deleteFrom('scan_round').where('project_id', '=', id).execute()
  await transaction.updateTable('repository').set({ project_id: null }).where('project_id', '=', id).execute()
}
