import type { DatabaseSync } from 'node:sqlite'
import type { Payload } from '../../../domain/delivery/payload.ts'
import type { NewRendering } from '../../../domain/delivery/queue.ts'
import { type PayloadRow, contentColumns, payloadOf } from '../../delivery/payload-row.ts'
import { statement } from '../../../sqlite/statement.ts'

/** Keeps the first rendering of a payload. Deliveries that share it may be rendered at the same time; all send the first. */
export function prepareKeepRendering(database: DatabaseSync): (rendering: NewRendering) => Payload {
  const keep = statement(
    database,
    `
    update payload set content_type = :content_type, headers_json = :headers_json, body = :body, unrendered = :unrendered
    where id = (select payload_id from delivery where id = :delivery_id) and unrendered = 1`,
  )
  const select = statement(
    database,
    `
    select p.content_type, p.headers_json, p.body, p.unrendered from delivery d
    join payload p on p.id = d.payload_id where d.id = :delivery_id`,
  )
  return ({ deliveryId, payload }) => {
    keep.run({ ...contentColumns(payload), delivery_id: deliveryId })
    return payloadOf(select.get({ delivery_id: deliveryId }) as unknown as PayloadRow)
  }
}
