import type { DatabaseSync } from 'node:sqlite'
import type { Completion, CompletionResult } from '../../../domain/delivery/queue.ts'
import type { CommitScope } from './commit-scope.ts'
import { prepareRecordAttempt } from './record-attempt.ts'
import { statement } from '../../../sqlite/statement.ts'

/**
 * Records an attempt and moves its delivery on. The owner and the attempt's number fence off a node that lost its lease. A
 * delivery that was stopped while its attempt was under way ends as a success when it was one, for that is the truth, and
 * else stays stopped. So does one whose attempt lost its lease and succeeded all the same, whatever has become of it meanwhile: no other
 * attempt follows, and one that is under way by then keeps its lease until it is on record.
 */
export function prepareComplete(
  database: DatabaseSync,
  commit: CommitScope,
): (completion: Completion) => CompletionResult {
  const record = prepareRecordAttempt(database, commit)
  const move = statement(
    database,
    `
    update delivery set state = :state, due_at = :due_at, failures = :failures, reason = :reason,
      lease_owner = null, lease_until = null, updated_at = :now, ended_at = :ended_at
    where id = :id and attempts = :attempt and lease_owner = :owner
      and (state = 'running' or (state = 'stopped' and :state = 'success'))`,
  )
  const giveUpLease = statement(
    database,
    `
    update delivery set lease_owner = null, lease_until = null
    where id = :id and attempts = :attempt and lease_owner = :owner`,
  )
  const succeedLate = statement(
    database,
    `
    update delivery set state = 'success', due_at = null, reason = '', updated_at = :now, ended_at = :now
    where id = :id and state <> 'success'`,
  )
  return ({ owner, attempt, next }) => {
    record(attempt)
    const lease = { id: attempt.deliveryId, attempt: attempt.number, owner }
    const atMs = Math.round(attempt.startedAtMs + attempt.durationMs)
    const { changes } = move.run({
      ...lease,
      state: next.state,
      due_at: next.dueAtMs,
      failures: next.failures,
      reason: next.reason,
      now: atMs,
      ended_at: next.state === 'pending' ? null : atMs,
    })
    if (changes === 1) return 'moved'
    giveUpLease.run(lease)
    const isLate = next.state === 'success' && succeedLate.run({ id: lease.id, now: atMs }).changes === 1
    return isLate ? 'moved' : 'lease lost'
  }
}
