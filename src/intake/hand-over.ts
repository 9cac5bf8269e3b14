import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { DecidedEvent } from '../domain/delivery/queue.ts'

/** Releases the slots that were reserved for deliveries which will not start. */
export function releaseSlots(dispatch: Dispatch, decided: readonly DecidedEvent[]): void {
  for (const { deliveries } of decided) {
    for (const { targetId, leased } of deliveries) if (leased) dispatch.release(targetId)
  }
}

/**
 * Hands stored deliveries to the dispatcher: those stored under a lease start, the others are announced.
 *
 * @param deliveryIds for each event the ids of its deliveries, or null when it was stored before
 */
export function handOver(
  dispatch: Dispatch,
  decided: readonly DecidedEvent[],
  deliveryIds: readonly (readonly number[] | null)[],
): void {
  for (const [index, event] of decided.entries()) {
    const ids = deliveryIds[index] ?? null
    if (ids === null) releaseSlots(dispatch, [event])
    else handOverEvent(dispatch, event, ids)
  }
}

function handOverEvent(
  dispatch: Dispatch,
  { event, projectId, payloads, deliveries }: DecidedEvent,
  ids: readonly number[],
): void {
  const { id: eventId, repository, acceptedAtMs } = event
  for (const [index, delivery] of deliveries.entries()) {
    const { policyId, targetId, payloadIndex, eventType = event.type, leased } = delivery
    const id = ids[index]
    const payload = payloads[payloadIndex]
    if (id === undefined || payload === undefined) throw new Error('the store answered for other deliveries')
    if (leased)
      dispatch.start({
        id,
        eventId,
        eventType,
        repository,
        projectId,
        policyId,
        targetId,
        payload,
        attempt: 1,
        failures: 0,
      })
    else dispatch.expect(targetId, acceptedAtMs)
  }
}
