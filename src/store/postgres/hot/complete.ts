import type { Completion, CompletionResult } from '../../../domain/delivery/queue.ts'
import { recordAttempts } from './record-attempts.ts'
import { type Session, asRecords, change, statement } from './session.ts'

/**
 * Both are written so that a plan that is made while the table is empty finds each delivery by its key. With `=` it would go through the
 * index of all leases, since the owner is not null; with a condition on the state alone, through all deliveries.
 */
const IS_OWNER = 'd.lease_owner is not distinct from x.owner'
const MAY_MOVE = "d.state in ('running', case x.state when 'success' then 'stopped' end)"

const MOVE = change(`
  update delivery d set state = x.state, due_at = x.due_at, failures = x.failures, reason = x.reason,
    lease_owner = null, lease_until = null, updated_at = x.now, ended_at = x.ended_at
  from json_to_recordset($1::json) as x(id bigint, attempt bigint, owner text, state text, due_at bigint, failures bigint,
    reason text, now bigint, ended_at bigint)
  where d.id = x.id and d.attempts = x.attempt and ${IS_OWNER} and ${MAY_MOVE}
  returning d.id`)

const SUCCEED_LATE = statement(`
  update delivery d set state = 'success', due_at = null, reason = '', updated_at = x.now, ended_at = x.now
  from json_to_recordset($1::json) as x(id bigint, state text, now bigint)
  where d.id = x.id and x.state = 'success' and d.state <> 'success'
  returning d.id`)

const GIVE_UP_LEASES = statement(`
  update delivery d set lease_owner = null, lease_until = null
  from json_to_recordset($1::json) as x(id bigint, attempt bigint, owner text)
  where d.id = x.id and d.attempts = x.attempt and ${IS_OWNER}`)

/**
 * Records attempts and moves their deliveries on. The owner and the attempt's number fence off a node that lost its lease. A
 * delivery that was stopped while its attempt was under way ends as a success when it was one, for that is the truth, and
 * else stays stopped. So does one whose attempt lost its lease and succeeded all the same, whatever has become of it meanwhile: no other
 * attempt follows, and one that is under way by then keeps its lease until it is on record.
 */
export async function complete(
  session: Session,
  completions: readonly Completion[],
): Promise<readonly CompletionResult[]> {
  const records = asRecords(completions.map(recordOf))
  recordAttempts(
    session,
    completions.map(({ attempt }) => attempt),
  )
  const moved = await session.ask<{ id: number }>(MOVE, records)
  const late = moved.length < completions.length ? await completeRest(session, records) : []
  const ids = new Set([...moved, ...late].map(({ id }) => id))
  return completions.map(({ attempt }) => (ids.has(attempt.deliveryId) ? 'moved' : 'lease lost'))
}

/** Of deliveries that were stopped, or taken over by another node. */
async function completeRest(session: Session, records: string): Promise<readonly { readonly id: number }[]> {
  const late = session.ask<{ id: number }>(SUCCEED_LATE, records)
  session.tell(GIVE_UP_LEASES, records)
  return await late
}

function recordOf({ owner, attempt, next }: Completion) {
  const atMs = Math.round(attempt.startedAtMs + attempt.durationMs)
  return {
    id: attempt.deliveryId,
    attempt: attempt.number,
    owner,
    state: next.state,
    due_at: next.dueAtMs,
    failures: next.failures,
    reason: next.reason,
    now: atMs,
    ended_at: next.state === 'pending' ? null : atMs,
  }
}
