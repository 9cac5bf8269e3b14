import type { FailingPolicies, FailingPolicy, LastingFailure } from '../../domain/policy/failing-policies.ts'
import type { Connections } from '../connections.ts'
import { stopDeliveries } from '../delivery/stop-deliveries.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { targetIdsOf } from '../target/replace-targets.ts'

/** Deliveries that are read at a time: few at first, since the newest ones of most policies succeeded. */
const FIRST_SLICE = 20
const SLICE = 1000

/** Not `stopped`, which says nothing of the receivers. */
const FAILED: readonly string[] = ['error', 'expired']

interface EndedRow {
  readonly state: string
  readonly attempts: number
  readonly ended_at: number
  readonly reason: string
}

/** Policies of which nothing succeeds, and their end. */
export function createFailingPolicies(
  { read, now, finishStops }: Connections,
  changeRules: ChangeRules,
): FailingPolicies {
  return {
    async find(failure) {
      const candidates = read.selectFrom('policy').selectAll().where('enabled', '=', 1)
      const unchanged = candidates.where('deleted_at', 'is', null).where('updated_at', '<=', failure.sinceMs)
      const found: FailingPolicy[] = []
      for (const { id, project_id, name, updated_at } of await unchanged.execute()) {
        const failing = await failingOf(read, id, failure)
        if (failing !== null)
          found.push({ id, projectId: project_id, name, updatedAtMs: updated_at, ...failing })
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

/** How a policy fails, if it does nothing else. All of it is looked through: an old delivery may have succeeded a moment ago. */
async function failingOf(
  read: Connections['read'],
  policyId: number,
  { sinceMs, recentMs, leastFailures }: LastingFailure,
): Promise<Pick<FailingPolicy, 'failingSinceMs' | 'reason'> | null> {
  let failures = 0
  let oldestMs = Infinity
  let newest = { ended_at: -Infinity, reason: '' }
  let hasSucceeded = false
  const lasts = (): boolean => failures >= leastFailures && oldestMs <= sinceMs && newest.ended_at >= recentMs
  for await (const { state, attempts, ended_at, reason } of newestFirst(read, policyId)) {
    if (state === 'success') {
      if (ended_at >= sinceMs) return null
      hasSucceeded = true
      // What failed before does not count.
      if (!lasts()) return null
    } else if (!hasSucceeded && attempts > 0 && FAILED.includes(state)) {
      failures++
      oldestMs = Math.min(oldestMs, ended_at)
      if (ended_at > newest.ended_at) newest = { ended_at, reason }
    }
  }
  return lasts() ? { failingSinceMs: oldestMs, reason: newest.reason } : null
}

/** The deliveries of a policy that have ended. */
async function* newestFirst(read: Connections['read'], policyId: number): AsyncGenerator<EndedRow> {
  let beforeId = Number.MAX_SAFE_INTEGER
  for (let limit = FIRST_SLICE; ; limit = SLICE) {
    const query = read.selectFrom('delivery').select(['id', 'state', 'attempts', 'ended_at', 'reason'])
    const older = query.where('policy_id', '=', policyId).where('id', '<', beforeId)
    const rows = await older.orderBy('id', 'desc').limit(limit).execute()
    for (const { ended_at, ...row } of rows) if (ended_at !== null) yield { ...row, ended_at }
    if (rows.length < limit) return
    beforeId = rows.at(-1)?.id ?? 0
  }
}
