import type { DatabaseSync } from 'node:sqlite'
import type { AcceptResult, DecidedEvent, Settlement } from '../../../domain/delivery/queue.ts'
import type { Aging } from './aging.ts'
import type { CommitScope } from './commit-scope.ts'
import { artifactOf } from '../../../domain/event/event.ts'
import { eventDetailJson } from '../../columns/event-detail-json.ts'
import { verdictsJson } from '../../columns/verdicts-json.ts'
import { digestBytesOrNull } from '../../columns/digest-bytes.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { statement } from '../../../sqlite/statement.ts'
import { prepareStoreDeliveries } from './store-deliveries.ts'

/** Stores what was decided about held events, or nothing when the rules that decided have changed. */
export function prepareSettle(
  database: DatabaseSync,
  commit: CommitScope,
): (settlement: Settlement & Aging) => AcceptResult {
  const storeDeliveries = prepareStoreDeliveries(database, commit)
  const settleEvent = prepareSettleEvent(database)
  return ({ revision: decidedBy, lease, serviceMs, events }) => {
    if (commit.revision() !== decidedBy) return { outcome: 'stale', because: 'rules' }
    const deliveryIds = events.map((decided) => {
      const eventId = settleEvent(decided)
      return eventId === null ? null : storeDeliveries(decided, eventId, { lease, serviceMs })
    })
    return { outcome: 'stored', deliveryIds }
  }
}

/** @returns the number of the event; null when it is held no more */
function prepareSettleEvent(database: DatabaseSync): (decided: DecidedEvent) => number | null {
  const update = statement(
    database,
    `
    update event set held_until = null, held_client = null, type = :type, tag = :tag, digest = :digest, withheld = :withheld,
      verdicts_json = :verdicts_json, detail_json = :detail_json
    where uuid = :uuid and held_until is not null returning id`,
  )
  return ({ event, withheld, verdicts }) => {
    const { tag, digest } = artifactOf(event)
    const row = update.get({
      uuid: uuidBytes(event.id),
      type: event.type,
      tag,
      digest: digestBytesOrNull(digest),
      withheld,
      verdicts_json: verdictsJson(verdicts),
      detail_json: eventDetailJson(event),
    })
    return row === undefined ? null : Number(row['id'])
  }
}
