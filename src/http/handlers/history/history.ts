import Type from 'typebox'
import {
  DeliveriesQuery,
  DeliveriesResponse,
  DeliveryDetailResponse,
  EventResponse,
  EventsQuery,
  EventsResponse,
} from '../../../contract/history/history.ts'
import type { Deliveries } from '../../../domain/delivery/delivery.ts'
import type { DeliverySummary, History } from '../../../domain/delivery/history.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Route, route } from '../../route.ts'
import type { Scope } from '../scope.ts'
import { deliveryFilter } from './delivery-filter.ts'
import { deliveryDetailResponse, deliveryResponse, eventResponse } from './history-response.ts'

export interface HistoryParts {
  readonly history: History
  readonly deliveries: Pick<Deliveries, 'attempts'>
}

/**
 * The loss account: what came in, with each policy's verdict and each delivery's state. The events are `received-events`,
 * because Harbor's `events` are the event types that a policy may name.
 */
export function historyRoutes(parts: HistoryParts, scope: Scope): readonly Route[] {
  const { history } = parts
  const path = `${scope.path}/received-events`
  const list = route({
    method: 'GET',
    path,
    tag: 'history',
    needs: 'notification-policy:read',
    operation: scope.pick('ListReceivedEventsOfProject', 'ListReceivedEvents'),
    summary: scope.pick(
      'List what happened in a project, and what became of it',
      'List what happened, and what became of it',
    ),
    schema: { params: scope.params({}), querystring: EventsQuery },
    answers: { 200: EventsResponse },
    async handle({ project, query }) {
      const filter = deliveryFilter(query, project?.id ?? null)
      const { items, next } = await history.events(filter, query.limit ?? 20, query.cursor ?? null)
      const deliveries = await history.deliveriesOf(items.map(({ id }) => id))
      const byEvent = Map.groupBy(deliveries, ({ eventId }) => eventId)
      const body = items.map((event) => eventResponse(event, byEvent.get(event.id) ?? []))
      return { status: 200, body: { items: body, ...(next !== null && { next }) } }
    },
  })
  const one = route({
    method: 'GET',
    path: `${path}/:event_id`,
    tag: 'history',
    needs: 'notification-policy:read',
    operation: scope.pick('GetReceivedEventOfProject', 'GetReceivedEvent'),
    summary: scope.pick(
      'Get one event of a project, and what became of it',
      'Get one event, and what became of it',
    ),
    schema: { params: scope.params({ event_id: Type.String() }) },
    answers: { 200: EventResponse },
    async handle({ project, params }) {
      const event = await history.event(project?.id ?? null, params.event_id)
      if (event === null) throw new BellbuoyError('NOT_FOUND', `event ${params.event_id} not found`)
      return { status: 200, body: eventResponse(event, await history.deliveriesOf([event.id])) }
    },
  })
  return [list, one, ...deliveryRoutes(parts, scope)]
}

function deliveryRoutes({ history, deliveries }: HistoryParts, scope: Scope): readonly Route[] {
  const path = `${scope.path}/deliveries`
  const list = route({
    method: 'GET',
    path,
    tag: 'history',
    needs: 'notification-policy:read',
    operation: scope.pick('ListDeliveriesOfProject', 'ListDeliveries'),
    summary: scope.pick('List the deliveries of a project', 'List all deliveries'),
    schema: { params: scope.params({}), querystring: DeliveriesQuery },
    answers: { 200: DeliveriesResponse },
    async handle({ project, query }) {
      const filter = deliveryFilter(query, project?.id ?? null)
      const { items, next } = await history.deliveries(filter, query.limit ?? 20, query.cursor ?? null)
      return { status: 200, body: { items: items.map(deliveryResponse), ...(next !== null && { next }) } }
    },
  })
  const one = route({
    method: 'GET',
    path: `${path}/:delivery_id`,
    tag: 'history',
    needs: 'notification-policy:read',
    operation: scope.pick('GetDeliveryOfProject', 'GetDelivery'),
    summary: scope.pick(
      'Get one delivery of a project, with all its attempts',
      'Get one delivery, with all its attempts',
    ),
    schema: { params: scope.params({ delivery_id: Type.Integer() }) },
    answers: { 200: DeliveryDetailResponse },
    async handle({ project, params }) {
      const delivery = await findDelivery(history, project?.id ?? null, params.delivery_id)
      const payload = await history.payload(delivery.id)
      const attempts = await deliveries.attempts(delivery.id)
      return { status: 200, body: deliveryDetailResponse(delivery, payload, attempts) }
    },
  })
  return [list, one]
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
