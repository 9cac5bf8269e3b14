import type { HeldChange } from '../../../domain/delivery/queue.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { type Session, asRecords, hex, statement } from './session.ts'

const MERGE = statement(`
  update event set held_until = null, held_client = null, merged_into = whole.id
  from json_to_recordset($1::json) as x(uuid text, whole text)
  left join event whole on whole.uuid = decode(x.whole, 'hex')
  where event.uuid = decode(x.uuid, 'hex') and event.held_until is not null`)

const EXTEND = statement(`
  update event set held_until = greatest(held_until, x.until)
  from (select uuid, max(held_until) as until from json_to_recordset($1::json) as x(uuid text, held_until bigint) group by uuid) x
  where event.uuid = decode(x.uuid, 'hex') and event.held_until is not null`)

/** Joins held events to others or lets them wait longer; an event that is held no more stays as it is. */
export function changeHeld(session: Session, changes: readonly HeldChange[]): void {
  const merged: object[] = []
  const extended: object[] = []
  for (const change of changes) {
    const uuid = hex(uuidBytes(change.id))
    if ('mergedInto' in change) merged.push({ uuid, whole: hex(uuidBytes(change.mergedInto)) })
    else extended.push({ uuid, held_until: change.heldUntilMs })
  }
  if (extended.length > 0) session.tell(EXTEND, asRecords(extended))
  if (merged.length > 0) session.tell(MERGE, asRecords(merged))
}
