import type { Sweep, Swept } from '../../../domain/delivery/queue.ts'
import type { ServiceTime } from '../../clock/service-clock.ts'
import { keepTime } from './keep-time.ts'
import { recordAttempts } from './record-attempts.ts'
import { type Session, statement } from './session.ts'
import { stopSlice } from './stop-slice.ts'

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

/** Hops from target to target, so that its cost is theirs, however many deliveries wait. */
const WAITING = `
  with recursive waiting(target_id) as (
    select min(target_id) from delivery where state = 'pending'
    union all
    select (select min(target_id) from delivery where state = 'pending' and target_id > waiting.target_id)
    from waiting where waiting.target_id is not null
  )`

const SELECT_LOST = statement(`
  select id, target_id, attempts, state from delivery
  where lease_owner is not null and lease_owner <> $1 and lease_until <= $2
  order by lease_until limit ${MAX_ROWS} for update skip locked`)

/** What was stopped meanwhile stays so; only its attempt is put on record. */
const RELEASE = statement(`
  update delivery set lease_owner = null, lease_until = null, updated_at = $2,
    due_at = case state when 'running' then $2::bigint end,
    reason = case state when 'running' then $3 else reason end,
    state = case state when 'running' then 'pending' else state end
  where id = any($1::bigint[])`)

/** Each target has a time of its own: that of the service less the holds. */
const EXPIRE = statement(`${WAITING}
  update delivery set state = 'expired', due_at = null, updated_at = $1, ended_at = $1,
    reason = case reason when '' then 'older than the maximum age' else reason || '; older than the maximum age' end
  where state = 'pending' and id in (
    select d.id from waiting
      join target t on t.id = waiting.target_id and t.held_from is null
      cross join lateral (
        select id from delivery where state = 'pending' and target_id = t.id and aged_from < $2 - t.held_ms
        order by aged_from limit ${MAX_ROWS} for update skip locked) d
    limit ${MAX_ROWS})`)

/** Nothing is due later than the retry rule can have planned it. */
const PULL_BACK = statement(`${WAITING}
  update delivery set due_at = $1 where state = 'pending' and id in (
    select d.id from waiting cross join lateral (
      select id from delivery where state = 'pending' and target_id = waiting.target_id and due_at > $1
      order by due_at desc limit ${MAX_ROWS} for update skip locked) d
    limit ${MAX_ROWS})`)

const FORGET_DELETED = statement(`
  delete from tag where (repository_id, source_id, name) in (
    select repository_id, source_id, name from tag where deleted_at < $1 order by deleted_at
    limit ${MAX_ROWS} for update skip locked)`)

/** Nobody asks any more what became of a transaction that is older. */
const KEEP_MARKS_MS = 24 * 3_600_000
const FORGET_MARKS = statement(`
  delete from transaction_mark where connection in (
    select connection from transaction_mark where marked_at < $1 limit ${MAX_ROWS} for update skip locked)`)

/**
 * Goes on with stops, frees deliveries whose lease has run out, expires what is too old, pulls back what is due too late, forgets names that
 * were deleted long ago, and keeps the service clock. Several processes may sweep at a time; each takes what no other does.
 */
export async function sweep(
  session: Session,
  asked: Sweep & { readonly serviceTime: ServiceTime },
): Promise<Swept> {
  const { nowMs, maxAgeMs, latestDueMs, serviceTime } = asked
  const isStopping = await stopSlice(session, nowMs)
  const { lost, released } = await releaseLost(session, asked)
  keepTime(session, serviceTime)
  session.tell(FORGET_MARKS, nowMs - KEEP_MARKS_MS)
  const [expired, forgotten, pulledBack] = await Promise.all([
    session.change(EXPIRE, nowMs, serviceTime.serviceMs - maxAgeMs),
    session.change(FORGET_DELETED, nowMs - KEEP_DELETED_NAMES_MS),
    session.change(PULL_BACK, latestDueMs),
  ])
  return {
    released,
    expired,
    more: isStopping || [lost, expired, forgotten, pulledBack].includes(MAX_ROWS),
  }
}

/** How many deliveries had lost their node, and the targets for which some of them are due again. */
interface Released {
  readonly lost: number
  readonly released: readonly number[]
}

async function releaseLost(session: Session, { owner, nowMs, interrupted }: Sweep): Promise<Released> {
  const lost = await session.ask<LostRow>(SELECT_LOST, owner, nowMs)
  recordAttempts(
    session,
    lost.map(({ id, attempts }) => ({ ...interrupted, deliveryId: id, number: attempts })),
  )
  const ids = lost.map(({ id }) => id)
  if (ids.length > 0) await session.change(RELEASE, ids, nowMs, interrupted.failure?.text ?? '')
  const dueAgain = lost.filter(({ state }) => state === 'running')
  return { lost: lost.length, released: [...new Set(dueAgain.map((row) => row.target_id))] }
}
