import * as CALLS from '../../../contract/calls.ts'
import type { DeliverySummary, History, ListOrder, SearchedSlice } from '../../../domain/delivery/history.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { deliveryFilter, eventFilter } from './delivery-filter.ts'
import {
  deliveryDetailResponse,
  deliveryResponse,
  eventDetailResponse,
  eventResponse,
} from './history-response.ts'

export interface RecordParts {
  readonly store: Pick<Store, 'history' | 'deliveries'>
  /** For how long payloads and records of attempts are kept; null: without a limit. */
  readonly keepBodiesDays: number | null
}

/** The loss account: every event, with the verdict of each policy and the state of each delivery. */
export function recordRoutes({ store, keepBodiesDays: keepDays }: RecordParts): readonly Route[] {
  const { history, deliveries } = store
  return [
    answer(CALLS.listEvents, async ({ project, query }) => {
      const { limit = 20, cursor = null, sort, ...search } = query
      const filter = eventFilter(search, project?.id ?? null)
      const { items, ...rest } = await history.events(filter, limit, cursor, orderOf(sort))
      const found = await history.deliveriesOf(items.map(({ id }) => id))
      const byEvent = Map.groupBy(found, ({ eventId }) => eventId)
      const body = items.map((event) => eventResponse(event, byEvent.get(event.id) ?? []))
      return { status: 200, body: { items: body, ...goingOn(rest) } }
    }),
    answer(CALLS.getEvent, async ({ project, params }) => {
      const event = await history.event(project?.id ?? null, params.event_id)
      if (event === null) throw new BellbuoyError('NOT_FOUND', `event ${params.event_id} not found`)
      const found = await history.deliveriesOf([event.id])
      return { status: 200, body: eventDetailResponse(event, found, keepDays) }
    }),
    answer(CALLS.listDeliveries, async ({ project, query }) => {
      const { limit = 20, cursor = null, sort, ...search } = query
      const filter = deliveryFilter(search, project?.id ?? null)
      const { items, ...rest } = await history.deliveries(filter, limit, cursor, orderOf(sort))
      return { status: 200, body: { items: items.map(deliveryResponse), ...goingOn(rest) } }
    }),
    answer(CALLS.getDelivery, async ({ project, params }) => {
      const delivery = await findDelivery(history, project?.id ?? null, params.delivery_id)
      const payload = await history.payload(delivery.id)
      const attempts = await deliveries.attempts(delivery.id)
      return { status: 200, body: deliveryDetailResponse(delivery, { payload, attempts }, keepDays) }
    }),
  ].flat()
}

/** The order that a call asks for. */
export function orderOf(sort = '-'): ListOrder {
  return sort.startsWith('-') ? 'newest' : 'oldest'
}

function goingOn<Cursor extends string | number>({
  next,
  searchedToMs,
}: Omit<SearchedSlice<unknown, Cursor>, 'items'>) {
  return {
    ...(next !== null && { next }),
    ...(searchedToMs !== null && { searched_to: timeInMs(searchedToMs) }),
  }
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
