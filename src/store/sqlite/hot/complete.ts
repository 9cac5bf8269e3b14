import type { DatabaseSync } from 'node:sqlite'
import type { Completion, CompletionResult } from '../../../domain/delivery/queue.ts'
import { prepareRecordAttempt } from './record-attempt.ts'

/**
 * Records an attempt and moves its delivery on. The owner and the attempt's number fence off a node that lost its lease. A
 * delivery that was stopped while its attempt was under way ends as a success when it was one, for that is the truth, and
 * else stays stopped.
 */
export function prepareComplete(database: DatabaseSync): (completion: Completion) => CompletionResult {
  const record = prepareRecordAttempt(database)
  const move = database.prepare(`
    update delivery set state = ?, due_at = ?, failures = ?, reason = ?, lease_owner = null, lease_until = null,
      updated_at = ?, ended_at = ?
    where id = ? and attempts = ? and lease_owner = ? and (state = 'running' or (state = 'stopped' and ? = 'success'))`)
  const giveUpLease = database.prepare(`
    update delivery set lease_owner = null, lease_until = null where id = ? and attempts = ? and lease_owner = ?`)

  return ({ owner, attempt, next }) => {
    const { deliveryId, number } = attempt
    const atMs = Math.round(attempt.startedAtMs + attempt.durationMs)
    const endedAt = next.state === 'pending' ? null : atMs
    record(attempt)
    const { changes } = move.run(
      next.state,
      next.dueAtMs,
      next.failures,
      next.reason,
      atMs,
      endedAt,
      deliveryId,
      number,
      owner,
      next.state,
    )
    if (changes === 1) return 'moved'
    giveUpLease.run(deliveryId, number, owner)
    return 'lease lost'
  }
}
