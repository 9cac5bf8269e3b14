import type { AcceptResult, DecidedEvent, Settlement } from '../../../domain/delivery/queue.ts'
import { artifactOf } from '../../../domain/event/event.ts'
import { digestBytesOrNull } from '../../columns/digest-bytes.ts'
import { eventDetailJson } from '../../columns/event-detail-json.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { verdictsJson } from '../../columns/verdicts-json.ts'
import { allocate } from './allocate.ts'
import { countTriggers } from './count-triggers.ts'
import { revisionOf } from './revision.ts'
import { type Session, asRecords, hex, hexOrNull, statement } from './session.ts'
import { type Birth, idsFor, storeDeliveries } from './store-deliveries.ts'

const UPDATE = statement(`
  update event set held_until = null, held_client = null, type = x.type, tag = x.tag, digest = decode(x.digest, 'hex'),
    withheld = x.withheld, verdicts_json = x.verdicts_json, detail_json = x.detail_json
  from json_to_recordset($1::json) as x(uuid text, type text, tag text, digest text, withheld text, verdicts_json text,
    detail_json text)
  where event.uuid = decode(x.uuid, 'hex') and event.held_until is not null
  returning event.id, x.uuid`)

/** Stores what was decided about held events, or nothing when the rules that decided have changed. */
export async function settle(
  session: Session,
  { revision, lease, serviceMs, events }: Settlement & { readonly serviceMs: number },
): Promise<AcceptResult> {
  const [current, ids] = await Promise.all([revisionOf(session), allocate(session, idsFor(events))])
  if (current !== revision) return { outcome: 'stale', because: 'rules' }
  const settled = await session.ask<{ id: number; uuid: string }>(UPDATE, asRecords(events.map(recordOf)))
  const idOf = new Map(settled.map(({ uuid, id }) => [uuid, id]))
  const births = events.flatMap((decided): readonly Birth[] => {
    const uuid = hex(uuidBytes(decided.event.id))
    const eventId = idOf.get(uuid)
    idOf.delete(uuid)
    return eventId === undefined ? [] : [{ decided, eventId, lease, serviceMs }]
  })
  const deliveryIds = storeDeliveries(session, births, ids)
  countTriggers(session, births)
  session.finish()
  const idsOf = new Map(births.map(({ decided }, index) => [decided, deliveryIds[index] ?? []]))
  return { outcome: 'stored', deliveryIds: events.map((decided) => idsOf.get(decided) ?? null) }
}

function recordOf({ event, withheld, verdicts }: DecidedEvent) {
  const { tag, digest } = artifactOf(event)
  return {
    uuid: hex(uuidBytes(event.id)),
    type: event.type,
    tag,
    digest: hexOrNull(digestBytesOrNull(digest)),
    withheld,
    verdicts_json: verdictsJson(verdicts),
    detail_json: eventDetailJson(event),
  }
}
