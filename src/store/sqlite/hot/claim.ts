import type { DatabaseSync } from 'node:sqlite'
import type { LeasedDelivery } from '../../../domain/delivery/delivery.ts'
import type { Claim, Claimed, TargetWant } from '../../../domain/delivery/queue.ts'
import { type LeasedRow, leasedDelivery } from '../../delivery/leased-delivery.ts'
import type { CommitScope } from './commit-scope.ts'
import { statement } from '../../../sqlite/statement.ts'

interface DueRow extends LeasedRow {
  /** Before the one that the claim is for. */
  readonly attempts: number
}

type Waiting = Claimed['waiting'][number]

/** Leases what is due for the targets that have room; a few index look-ups a target, whatever waits behind. */
export function prepareClaim(database: DatabaseSync, commit: CommitScope): (claim: Claim) => Claimed {
  const leaseDue = prepareLeaseDue(database)
  const nextOf = prepareNextDue(database)
  const selectResting = statement(
    database,
    'select 1 from target where id = :target_id and (held_from is not null or stop_up_to is not null)',
  )
  return (claim) => {
    const deliveries: LeasedDelivery[] = []
    const waiting = claim.wants.map((want): Waiting => {
      const { targetId } = want
      // Nothing is due for a held target until it is released, and the dispatcher hears of that; nor while what waits is stopped.
      if (selectResting.get({ target_id: targetId }) !== undefined) return { targetId, dueAtMs: null }
      deliveries.push(...leaseDue(claim, want))
      return { targetId, ...nextOf(want) }
    })
    return { revision: commit.revision(), deliveries, waiting }
  }
}

/** Both statements end in which pending deliveries of the target are due. */
const SELECT_DUE = `
    select d.id, e.uuid as event_uuid, coalesce(d.reported_as, e.type) as event_type, e.repository, d.project_id, d.policy_id,
      p.content_type, p.headers_json, p.body, p.unrendered, d.attempts, d.failures, d.redelivery
    from delivery d`

function prepareLeaseDue(database: DatabaseSync) {
  const joined = 'join event e on e.id = d.event_id join payload p on p.id = d.payload_id'
  const selectDue = statement(
    database,
    `${SELECT_DUE} ${joined}
    where d.state = 'pending' and d.target_id = :target_id and d.due_at <= :now
    order by d.due_at limit :room`,
  )
  const selectBegun = statement(
    database,
    `${SELECT_DUE} indexed by delivery_begun ${joined}
    where d.state = 'pending' and d.attempts > 0 and d.target_id = :target_id and d.due_at <= :now
    order by d.due_at limit :room`,
  )
  const lease = statement(
    database,
    `
    update delivery set state = 'running', due_at = null, attempts = attempts + 1, lease_owner = :owner,
      lease_until = :until, updated_at = :now
    where id = :id`,
  )
  const dueRows = (nowMs: number, { targetId, room, fresh }: TargetWant): readonly unknown[] => {
    const due = { target_id: targetId, now: nowMs }
    if (fresh === undefined) return selectDue.all({ ...due, room })
    const begun = selectBegun.all({ ...due, room })
    return begun.length > 0 ? begun : selectDue.all({ ...due, room: Math.min(fresh, room) })
  }
  return ({ lease: { owner, untilMs }, nowMs }: Claim, want: TargetWant): readonly LeasedDelivery[] =>
    (dueRows(nowMs, want) as readonly DueRow[]).map((row) => {
      lease.run({ id: row.id, owner, until: untilMs, now: nowMs })
      return leasedDelivery(row, { targetId: want.targetId, attempt: row.attempts + 1 })
    })
}

/** When the next delivery of a target is due; null when none is waiting. */
function prepareNextDue(database: DatabaseSync): (want: TargetWant) => Omit<Waiting, 'targetId'> {
  const selectNext = statement(
    database,
    `select min(due_at) as due_at from delivery where state = 'pending' and target_id = :target_id`,
  )
  const selectBegun = statement(
    database,
    `
    select min(due_at) as due_at from delivery indexed by delivery_begun
    where state = 'pending' and attempts > 0 and target_id = :target_id`,
  )
  return ({ targetId, fresh }) => {
    const dueAtMs = selectNext.get({ target_id: targetId })?.['due_at'] as number | null
    if (fresh === undefined || dueAtMs === null) return { dueAtMs }
    const begunAtMs = selectBegun.get({ target_id: targetId })?.['due_at'] as number | null
    return { dueAtMs: begunAtMs, ...(begunAtMs !== dueAtMs && { holdsFresh: true }) }
  }
}
