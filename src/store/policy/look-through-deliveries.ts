import type { LastingFailure } from '../../domain/policy/failing-policies.ts'
import type { Connections } from '../connections.ts'

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

/** What the deliveries of a policy say of it: it fails, or one of them succeeded, so that it does not; null when neither is the case. */
export type Finding =
  { readonly failingSinceMs: number; readonly reason: string } | { readonly succeededAtMs: number } | null

/** Looks through all deliveries of a policy for failures since its last known success, unless it finds a success: an old delivery may have succeeded a moment ago. */
export async function lookThroughDeliveries(
  read: Connections['read'],
  { id, succeeded_at }: { readonly id: number; readonly succeeded_at: number | null },
  { sinceMs, recentMs, leastFailures }: LastingFailure,
): Promise<Finding> {
  const countsFromMs = succeeded_at ?? 0
  let failures = 0
  let oldestMs = Infinity
  let newest = { ended_at: -Infinity, reason: '' }
  let hasSucceeded = false
  const lasts = (): boolean => failures >= leastFailures && oldestMs <= sinceMs && newest.ended_at >= recentMs
  for await (const { state, attempts, ended_at, reason } of newestFirst(read, id)) {
    if (state === 'success') {
      hasSucceeded = true
      // What failed before an old success does not count.
      if (ended_at >= sinceMs || !lasts()) return { succeededAtMs: ended_at }
    } else if (!hasSucceeded && attempts > 0 && ended_at > countsFromMs && FAILED.includes(state)) {
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
