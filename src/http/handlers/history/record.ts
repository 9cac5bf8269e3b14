import * as CALLS from '../../../contract/calls.ts'
import type { DeliverySummary, History } from '../../../domain/delivery/history.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { deliveryFilter } from './delivery-filter.ts'
import { deliveryDetailResponse, deliveryResponse, eventResponse } from './history-response.ts'

export interface RecordParts {
  readonly store: Pick<Store, 'history' | 'deliveries'>
}

/** The loss account: every event, with the verdict of each policy and the state of each delivery. */
export function recordRoutes({ store: { history, deliveries } }: RecordParts): readonly Route[] {
  return [
    answer(CALLS.listEvents, async ({ project, query }) => {
      const filter = deliveryFilter(query, project?.id ?? null)
      const { items, next } = await history.events(filter, query.limit ?? 20, query.cursor ?? null)
      const found = await history.deliveriesOf(items.map(({ id }) => id))
      const byEvent = Map.groupBy(found, ({ eventId }) => eventId)
      const body = items.map((event) => eventResponse(event, byEvent.get(event.id) ?? []))
      return { status: 200, body: { items: body, ...(next !== null && { next }) } }
    }),
    answer(CALLS.getEvent, async ({ project, params }) => {
      const event = await history.event(project?.id ?? null, params.event_id)
      if (event === null) throw new BellbuoyError('NOT_FOUND', `event ${params.event_id} not found`)
      return { status: 200, body: eventResponse(event, await history.deliveriesOf([event.id])) }
    }),
    answer(CALLS.listDeliveries, async ({ project, query }) => {
      const filter = deliveryFilter(query, project?.id ?? null)
      const { items, next } = await history.deliveries(filter, query.limit ?? 20, query.cursor ?? null)
      return { status: 200, body: { items: items.map(deliveryResponse), ...(next !== null && { next }) } }
    }),
    answer(CALLS.getDelivery, async ({ project, params }) => {
      const delivery = await findDelivery(history, project?.id ?? null, params.delivery_id)
      const payload = await history.payload(delivery.id)
      const attempts = await deliveries.attempts(delivery.id)
      return { status: 200, body: deliveryDetailResponse(delivery, payload, attempts) }
    }),
  ].flat()
}

/** @throws BellbuoyError `NOT_FOUND`, also for a delivery of another project */
export async function findDelivery(
  history: History,
  projectId: number | null,
  id: number,
): Promise<DeliverySummary> {
  const delivery = await history.delivery(projectId, id)
  if (delivery === null) throw new BellbuoyError('NOT_FOUND', `delivery ${id} not found`)
  return delivery
}
