import type { DatabaseSync } from 'node:sqlite'
import type { LeasedDelivery } from '../../../domain/delivery/delivery.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import type { Claim, Claimed } from '../../../domain/delivery/queue.ts'
import { type PayloadRow, payloadOf } from '../../delivery/payload-row.ts'
import { prepareRevision } from './revision.ts'

interface DueRow extends PayloadRow {
  id: number
  event_id: string
  event_type: EventType
  repository: string
  project_id: number
  attempts: number
  failures: number
}

/** Leases what is due for the targets that have room; two index look-ups a target, whatever waits behind. */
export function prepareClaim(database: DatabaseSync): (claim: Claim) => Claimed {
  const revision = prepareRevision(database)
  const selectDue = database.prepare(`
    select d.id, d.event_id, e.type as event_type, e.repository, d.project_id, p.content_type, p.headers_json, p.body,
      d.attempts, d.failures
    from delivery d join event e on e.id = d.event_id join payload p on p.id = d.payload_id
    where d.state = 'pending' and d.target_id = ? and d.due_at <= ?
    order by d.due_at limit ?`)
  const lease = database.prepare(`
    update delivery set state = 'running', due_at = null, attempts = attempts + 1, lease_owner = ?, lease_until = ?,
      updated_at = ? where id = ?`)
  const selectNext = database.prepare(
    `select min(due_at) as due_at from delivery where state = 'pending' and target_id = ?`,
  )

  const selectPaused = database.prepare('select 1 from target where id = ? and paused_at is not null')

  return ({ lease: { owner, untilMs }, nowMs, wants }) => {
    const deliveries: LeasedDelivery[] = []
    const waiting = wants.map(({ targetId, room }) => {
      // Nothing is due for a paused target until it is resumed, which is told to the dispatcher.
      if (selectPaused.get(targetId) !== undefined) return { targetId, dueAtMs: null }
      for (const row of selectDue.all(targetId, nowMs, room) as unknown as DueRow[]) {
        lease.run(owner, untilMs, nowMs, row.id)
        deliveries.push(leasedDelivery(row, targetId))
      }
      const dueAtMs = selectNext.get(targetId)?.['due_at'] as number | null
      return { targetId, dueAtMs }
    })
    return { revision: revision(), deliveries, waiting }
  }
}

function leasedDelivery(row: DueRow, targetId: number): LeasedDelivery {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type,
    repository: row.repository,
    projectId: row.project_id,
    targetId,
    payload: payloadOf(row),
    attempt: row.attempts + 1,
    failures: row.failures,
  }
}
