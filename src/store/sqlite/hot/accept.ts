import type { DatabaseSync } from 'node:sqlite'
import { isDerived } from '../../../domain/event/derived-event.ts'
import type { Acceptance, AcceptResult, DecidedEvent } from '../../../domain/delivery/queue.ts'
import type { Aging } from './aging.ts'
import { prepareChangeHeld } from './change-held.ts'
import type { CommitScope } from './commit-scope.ts'
import { prepareInsertEvent } from './insert-event.ts'
import { prepareRepositories } from './registry/repositories.ts'
import { prepareStoreDeliveries } from './store-deliveries.ts'
import { prepareUpdateTagsAndManifests } from './registry/update-tags-and-manifests.ts'

/**
 * Stores the events of one notification and counts them in the account of their source, or does nothing when the rules that
 * decided them have changed or a sequence number is taken.
 */
export function prepareAccept(
  database: DatabaseSync,
  commit: CommitScope,
): (acceptance: Acceptance & Aging) => AcceptResult {
  const repositories = prepareRepositories(database)
  const insertEvent = prepareInsertEvent(database)
  const changeHeld = prepareChangeHeld(database)
  const updateTagsAndManifests = prepareUpdateTagsAndManifests(database, commit)
  const storeDeliveries = prepareStoreDeliveries(database, commit)
  return ({ revision: decidedBy, lease, serviceMs, events, received }) => {
    if (commit.revision() !== decidedBy) return { outcome: 'stale', because: 'rules' }
    if (events.some(repositories.isOvertaken)) return { outcome: 'stale', because: 'positions' }
    const accepted = events.map((decided) => {
      const eventId = insertEvent(decided)
      if (eventId === null) return { ids: null, hasFollowUps: false }
      const repositoryId = repositories.store(decided)
      decided.heldChanges?.forEach(changeHeld)
      const hasFollowUps = repositoryId !== null && updateTagsAndManifests(decided, repositoryId)
      return { ids: storeDeliveries(decided, eventId, { lease, serviceMs }), hasFollowUps }
    })
    if (received !== undefined) {
      const isRepeated = ({ event }: DecidedEvent, index: number): boolean =>
        accepted[index]?.ids === null && !isDerived(event)
      commit.received.add(received, events.filter(isRepeated).length)
    }
    const stored = { outcome: 'stored', deliveryIds: accepted.map(({ ids }) => ids) } as const
    return accepted.some(({ hasFollowUps }) => hasFollowUps) ? { ...stored, hasFollowUps: true } : stored
  }
}
