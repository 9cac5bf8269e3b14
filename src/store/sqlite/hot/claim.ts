import type { DatabaseSync } from 'node:sqlite'
import type { LeasedDelivery } from '../../../domain/delivery/delivery.ts'
import type { Claim, Claimed, WaitingTarget } from '../../../domain/delivery/queue.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import { type PayloadRow, payloadOf } from '../../delivery/payload-row.ts'
import type { CommitScope } from './commit-scope.ts'
import { statement } from './statement.ts'

interface DueRow extends PayloadRow {
  readonly id: number
  readonly event_id: string
  readonly event_type: EventType
  readonly repository: string
  readonly project_id: number
  readonly policy_id: number
  readonly attempts: number
  readonly failures: number
}

/** Leases what is due for the targets that have room; two index look-ups a target, whatever waits behind. */
export function prepareClaim(database: DatabaseSync, commit: CommitScope): (claim: Claim) => Claimed {
  const leaseDue = prepareLeaseDue(database)
  const nextOf = prepareNextDue(database)
  const selectResting = statement(
    database,
    'select 1 from target where id = :target_id and (held_from is not null or stop_up_to is not null)',
  )
  return (claim) => {
    const deliveries: LeasedDelivery[] = []
    const waiting = claim.wants.map(({ targetId, room }): WaitingTarget => {
      // Nothing is due for a held target until it is released, and the dispatcher hears of that; nor while what waits is stopped.
      if (selectResting.get({ target_id: targetId }) !== undefined) return { targetId, dueAtMs: null }
      deliveries.push(...leaseDue(claim, targetId, room))
      return { targetId, dueAtMs: nextOf(targetId) }
    })
    return { revision: commit.revision(), deliveries, waiting }
  }
}

function prepareLeaseDue(database: DatabaseSync) {
  const selectDue = statement(
    database,
    `
    select d.id, d.event_id, coalesce(d.reported_as, e.type) as event_type, e.repository, d.project_id, d.policy_id,
      p.content_type, p.headers_json, p.body, p.unrendered, d.attempts, d.failures
    from delivery d join event e on e.id = d.event_id join payload p on p.id = d.payload_id
    where d.state = 'pending' and d.target_id = :target_id and d.due_at <= :now
    order by d.due_at limit :room`,
  )
  const lease = statement(
    database,
    `
    update delivery set state = 'running', due_at = null, attempts = attempts + 1, lease_owner = :owner,
      lease_until = :until, updated_at = :now
    where id = :id`,
  )
  return (
    { lease: { owner, untilMs }, nowMs }: Claim,
    targetId: number,
    room: number,
  ): readonly LeasedDelivery[] =>
    (selectDue.all({ target_id: targetId, now: nowMs, room }) as readonly DueRow[]).map((row) => {
      lease.run({ id: row.id, owner, until: untilMs, now: nowMs })
      return leasedDelivery(row, targetId)
    })
}

/** When the next delivery of a target is due; null when none is waiting. */
function prepareNextDue(database: DatabaseSync): (targetId: number) => number | null {
  const select = statement(
    database,
    `select min(due_at) as due_at from delivery where state = 'pending' and target_id = :target_id`,
  )
  return (targetId) => select.get({ target_id: targetId })?.['due_at'] as number | null
}

function leasedDelivery(row: DueRow, targetId: number): LeasedDelivery {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type,
    repository: row.repository,
    projectId: row.project_id,
    policyId: row.policy_id,
    targetId,
    payload: payloadOf(row),
    attempt: row.attempts + 1,
    failures: row.failures,
  }
}
