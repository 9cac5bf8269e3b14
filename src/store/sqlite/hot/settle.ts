import type { DatabaseSync } from 'node:sqlite'
import { artifactOf } from '../../../domain/event/event.ts'
import type { AcceptResult, DecidedEvent, Settlement } from '../../../domain/delivery/queue.ts'
import { eventDetailJson } from '../../event/stored-events.ts'
import { prepareRevision } from './revision.ts'
import { prepareStoreDeliveries } from './store-deliveries.ts'

/** Stores what was decided about held events, or nothing when the rules that decided have changed. */
export function prepareSettle(database: DatabaseSync): (settlement: Settlement) => AcceptResult {
  const revision = prepareRevision(database)
  const storeDeliveries = prepareStoreDeliveries(database)
  const update = database.prepare(`
    update event set held_until = null, type = ?, tag = ?, digest = ?, withheld = ?, verdicts_json = ?, detail_json = ?
    where id = ? and held_until is not null`)
  const isSettledNow = ({ event, withheld, verdicts }: DecidedEvent): boolean => {
    const { tag, digest } = artifactOf(event)
    const decision = [withheld, JSON.stringify(verdicts), eventDetailJson(event)]
    return update.run(event.type, tag, digest, ...decision, event.id).changes > 0
  }
  return ({ revision: decidedBy, lease, events }) => {
    if (revision() !== decidedBy) return { outcome: 'stale' }
    const deliveryIds = events.map((decided) =>
      isSettledNow(decided) ? storeDeliveries(decided, lease) : null,
    )
    return { outcome: 'stored', deliveryIds }
  }
}
