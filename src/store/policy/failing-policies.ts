import { type Selectable, sql } from 'kysely'
import type { FailingPolicies, FailingPolicy, LastingFailure } from '../../domain/policy/failing-policies.ts'
import type { Connections } from '../connections.ts'
import { stopDeliveries } from '../delivery/stop-deliveries.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { targetIdsOf } from '../target/replace-targets.ts'
import { lookThroughDeliveries } from './look-through-deliveries.ts'
import type { PolicyTable } from './policy-tables.ts'

type PolicyRow = Selectable<PolicyTable>

/** As the index `delivery_failed` says it, which serves no other condition. */
const HAS_FAILED = sql<boolean>`state in ('error', 'expired') and attempts > 0`

/** Policies of which nothing succeeds, and their end. */
export function createFailingPolicies(
  { read, write, now, finishStops }: Connections,
  changeRules: ChangeRules,
): FailingPolicies {
  return {
    async find(failure) {
      const candidates = read.selectFrom('policy').selectAll().where('enabled', '=', 1)
      const unchanged = candidates.where('deleted_at', 'is', null).where('updated_at', '<=', failure.sinceMs)
      const found: FailingPolicy[] = []
      for (const row of await unchanged.execute()) {
        if (!(await mayFail(read, row, failure))) continue
        const finding = await lookThroughDeliveries(read, row, failure)
        if (finding === null) continue
        if ('failingSinceMs' in finding) found.push({ ...policyOf(row), ...finding })
        // So that the next look need not go that far.
        else await keepSuccess(write, row.id, finding.succeededAtMs)
      }
      return found
    },
    async disable({ id, updatedAtMs }, reason) {
      const isDisabled = await changeRules(async (transaction) => {
        const at = now()
        const update = transaction
          .updateTable('policy')
          .set({ enabled: 0, updated_at: at, auto_disabled_at: at, auto_disabled_reason: reason })
        const same = update.where('id', '=', id).where('updated_at', '=', updatedAtMs)
        const { numUpdatedRows } = await same.where('enabled', '=', 1).executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return false
        const targetIds = await targetIdsOf(transaction, id)
        await stopDeliveries(transaction, targetIds, `the policy was disabled: ${reason}`, at)
        return true
      })
      await finishStops()
      return isDisabled
    },
  }
}

function policyOf({ id, project_id, name, updated_at }: PolicyRow) {
  return { id, projectId: project_id, name, updatedAtMs: updated_at }
}

async function keepSuccess(write: Connections['write'], id: number, atMs: number): Promise<void> {
  await write.updateTable('policy').set({ succeeded_at: atMs }).where('id', '=', id).execute()
}

/** Whether a policy may do nothing but fail, by the success that was found last; some rows of an index answer that. */
async function mayFail(
  read: Connections['read'],
  { id, succeeded_at }: Pick<PolicyRow, 'id' | 'succeeded_at'>,
  { sinceMs, recentMs, leastFailures }: LastingFailure,
): Promise<boolean> {
  const failed = read.selectFrom('delivery').select('ended_at').where('policy_id', '=', id).where(HAS_FAILED)
  const newest = await failed.where('ended_at', '>=', recentMs).limit(1).execute()
  if (newest.length === 0) return false
  const since = failed.where('ended_at', '>', succeeded_at ?? 0).orderBy('ended_at')
  const oldest = await since.limit(leastFailures).execute()
  return oldest.length === leastFailures && (oldest[0]?.ended_at ?? Infinity) <= sinceMs
}
