import type { Payload } from '../../../domain/delivery/payload.ts'
import type { NewRendering } from '../../../domain/delivery/queue.ts'
import { type PayloadRow, contentColumns, payloadOf } from '../../delivery/payload-row.ts'
import { type Session, asRecords, statement } from './session.ts'

const KEEP = statement(`
  update payload p set content_type = x.content_type, headers_json = x.headers_json, body = x.body, unrendered = x.unrendered
  from json_to_recordset($2::json) as x(content_type text, headers_json text, body text, unrendered bigint)
  where p.id = (select payload_id from delivery where id = $1) and p.unrendered = 1`)

const SELECT = statement(`
  select p.content_type, p.headers_json, p.body, p.unrendered from delivery d join payload p on p.id = d.payload_id
  where d.id = $1`)

/** Keeps the first rendering of a payload. Deliveries that share it may be rendered at the same time; all send the first. */
export async function keepRendering(
  session: Session,
  { deliveryId, payload }: NewRendering,
): Promise<Payload> {
  session.tell(KEEP, deliveryId, asRecords([contentColumns(payload)]))
  const [row] = await session.ask<PayloadRow>(SELECT, deliveryId)
  if (row === undefined) throw new Error(`the delivery ${deliveryId} has no payload`)
  return payloadOf(row)
}
