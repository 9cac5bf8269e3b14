import type { GiveBack } from '../../../domain/delivery/queue.ts'
import { type Session, asRecords, statement } from './session.ts'

const UNDO = statement(`
  update delivery d set attempts = d.attempts - 1, lease_owner = null, lease_until = null, updated_at = $3,
    due_at = case d.state when 'running' then $3::bigint end,
    state = case d.state when 'running' then 'pending' else d.state end
  from json_to_recordset($1::json) as x(id bigint, attempt bigint)
  where d.id = x.id and d.attempts = x.attempt and d.lease_owner is not distinct from $2`)

/** Undoes a claim: as before it, but for deliveries that were stopped meanwhile, which stay so. */
export function giveBack(session: Session, { owner, nowMs, deliveries }: GiveBack): void {
  if (deliveries.length === 0) return
  session.tell(UNDO, asRecords(deliveries.map(({ id, attempt }) => ({ id, attempt }))), owner, nowMs)
}
