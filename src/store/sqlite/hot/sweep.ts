import type { DatabaseSync } from 'node:sqlite'
import type { Sweep, Swept } from '../../../domain/delivery/queue.ts'
import type { ServiceTime } from '../../clock/service-clock.ts'
import type { CommitScope } from './commit-scope.ts'
import { prepareForgetBare } from './registry/forget-bare.ts'
import { prepareKeepTime } from './keep-time.ts'
import { prepareRecordAttempt } from './record-attempt.ts'
import { statement } from '../../../sqlite/statement.ts'
import { prepareStopSlice } from './stop-slice.ts'

interface LostRow {
  readonly id: number
  readonly target_id: number
  readonly attempts: number
  readonly state: string
}

/** Deliveries that one sweep frees or expires at the most, so that it never holds up the queue; the next goes on. */
const MAX_ROWS = 1000

/** How long a deleted name is kept: an event that happened before the deletion and is reported later than that moves its tag back. */
const KEEP_DELETED_NAMES_MS = 24 * 3_600_000

/**
 * Goes on with stops, frees what lost its node, expires what is too old, pulls back what is due too late, forgets names that were
 * deleted long ago, and keeps the service clock. Only one process has the file open (`lock.ts`), so whatever another one leased is
 * lost, however long its lease was to last.
 */
export function prepareSweep(
  database: DatabaseSync,
  commit: CommitScope,
): (sweep: Sweep & { readonly serviceTime: ServiceTime }) => Swept {
  const release = prepareReleaseLost(database, commit)
  const pullBack = preparePullBack(database)
  const keepTime = prepareKeepTime(database)
  const stopSlice = prepareStopSlice(database)
  const forgetBare = prepareForgetBare(database)
  // It hops from target to target, since each has a time of its own: that of the service less the holds.
  const expire = statement(
    database,
    `
    with recursive waiting(target_id) as (
      select min(target_id) from delivery where state = 'pending'
      union all
      select (select min(target_id) from delivery where state = 'pending' and target_id > waiting.target_id)
      from waiting where waiting.target_id is not null
    )
    update delivery set state = 'expired', due_at = null, updated_at = :now, ended_at = :now,
      reason = case reason when '' then 'older than the maximum age' else reason || '; older than the maximum age' end
    where id in (
      select d.id from waiting
        join target t on t.id = waiting.target_id and t.held_from is null
        join delivery d indexed by delivery_waiting
          on d.state = 'pending' and d.target_id = t.id and d.aged_from < :aged_before - t.held_ms
      limit ${MAX_ROWS})`,
  )
  const forgetDeleted = statement(
    database,
    `
    delete from tag where (repository_id, source_id, name) in (
      select repository_id, source_id, name from tag where deleted_at < :before order by deleted_at limit ${MAX_ROWS})`,
  )
  return (sweep) => {
    const { nowMs, maxAgeMs, latestDueMs, serviceTime } = sweep
    keepTime(serviceTime)
    const isStopping = stopSlice(sweep)
    const { lost, released } = release(sweep)
    const expired = Number(expire.run({ now: nowMs, aged_before: serviceTime.serviceMs - maxAgeMs }).changes)
    const forgotten = Number(forgetDeleted.run({ before: nowMs - KEEP_DELETED_NAMES_MS }).changes)
    forgetBare()
    const pulledBack = pullBack(latestDueMs)
    return {
      released,
      expired,
      more: isStopping || [lost, expired, forgotten, pulledBack].includes(MAX_ROWS),
    }
  }
}

/** Lets nothing be due later than the retry rule can have planned it. It hops from target to target, so its cost is theirs. */
function preparePullBack(database: DatabaseSync): (latestDueMs: number) => number {
  const update = statement(
    database,
    `
    with recursive waiting(target_id) as (
      select min(target_id) from delivery where state = 'pending'
      union all
      select (select min(target_id) from delivery where state = 'pending' and target_id > waiting.target_id)
      from waiting where waiting.target_id is not null
    )
    update delivery set due_at = :latest where id in (
      select d.id from waiting join delivery d
        on d.state = 'pending' and d.target_id = waiting.target_id and d.due_at > :latest
      limit ${MAX_ROWS})`,
  )
  return (latestDueMs) => Number(update.run({ latest: latestDueMs }).changes)
}

/** How many deliveries had lost their node, and the targets for which some of them are due again. */
interface Released {
  readonly lost: number
  readonly released: readonly number[]
}

function prepareReleaseLost(database: DatabaseSync, commit: CommitScope): (sweep: Sweep) => Released {
  const record = prepareRecordAttempt(database, commit)
  const selectLost = statement(
    database,
    `
    select id, target_id, attempts, state from delivery
    where lease_owner is not null and lease_owner <> :owner limit ${MAX_ROWS}`,
  )
  // What was stopped meanwhile stays so; only its attempt is put on record.
  const release = statement(
    database,
    `
    update delivery set lease_owner = null, lease_until = null, updated_at = :now,
      state = case state when 'running' then 'pending' else state end,
      due_at = case state when 'running' then :now end,
      reason = case state when 'running' then :reason else reason end
    where id = :id`,
  )
  return ({ owner, nowMs, interrupted }) => {
    const lost = selectLost.all({ owner }) as readonly LostRow[]
    for (const { id, attempts } of lost) {
      record({ ...interrupted, deliveryId: id, number: attempts })
      release.run({ id, now: nowMs, reason: interrupted.failure?.text ?? '' })
    }
    const dueAgain = lost.filter(({ state }) => state === 'running')
    return { lost: lost.length, released: [...new Set(dueAgain.map((row) => row.target_id))] }
  }
}
