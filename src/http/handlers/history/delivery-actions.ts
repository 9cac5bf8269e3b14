import Type from 'typebox'
import {
  BulkRequest,
  BulkResponse,
  DeliveryResponse,
  RedeliveryResponse,
} from '../../../contract/history/history.ts'
import type { DeliveryControl, Redelivery } from '../../../domain/delivery/delivery-control.ts'
import type { DeliveryState } from '../../../domain/delivery/delivery.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import type { History } from '../../../domain/delivery/history.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import { type Route, route } from '../../route.ts'
import type { Scope } from '../scope.ts'
import { type WrittenFilter, deliveryFilter } from './delivery-filter.ts'
import { deliveryResponse } from './history-response.ts'
import { findDelivery } from './history.ts'

/** Deliveries that one call acts on at the most. */
const MAX_AT_A_TIME = 1000
const ENDED: readonly DeliveryState[] = ['success', 'error', 'stopped', 'expired']
const OPEN: readonly DeliveryState[] = ['pending', 'running']

export interface DeliveryActionParts {
  readonly history: History
  readonly deliveryControl: DeliveryControl
  readonly dispatch: Pick<Dispatch, 'expect'>
  readonly clock: { readonly now: () => number }
}

/** Sends deliveries once more and stops them, one by one or many by a filter. */
export function deliveryActionRoutes(parts: DeliveryActionParts, scope: Scope): readonly Route[] {
  return [...oneRoutes(parts, scope), ...bulkRoutes(parts, scope)]
}

function oneRoutes(parts: DeliveryActionParts, scope: Scope): readonly Route[] {
  const { history, deliveryControl } = parts
  const path = `${scope.path}/deliveries/:delivery_id`
  const params = scope.params({ delivery_id: Type.Integer() })
  const redeliver = route({
    method: 'POST',
    path: `${path}/redeliver`,
    tag: 'history',
    needs: 'notification-policy:update',
    operation: scope.pick('RedeliverOfProject', 'Redeliver'),
    summary: scope.pick('Send an ended delivery of a project once more', 'Send an ended delivery once more'),
    schema: { params },
    answers: { 201: RedeliveryResponse },
    async handle({ project, params: { delivery_id: id }, url }) {
      const delivery = await findDelivery(history, project?.id ?? null, id)
      if (OPEN.includes(delivery.state))
        throw new BellbuoyError('CONFLICT', `delivery ${id} has not ended: it is ${delivery.state}`)
      const [made] = await deliveryControl.redeliver([id])
      if (made === undefined)
        throw new BellbuoyError('CONFLICT', `the policy or the target of delivery ${id} is gone`)
      expect(parts, [made])
      const base = (url.split('?', 1)[0] ?? '').replace(/\/\d+\/redeliver\/?$/, '')
      return { status: 201, headers: { location: `${base}/${made.id}` }, body: { id: made.id } }
    },
  })
  const stop = route({
    method: 'POST',
    path: `${path}/stop`,
    tag: 'history',
    needs: 'notification-policy:update',
    operation: scope.pick('StopDeliveryOfProject', 'StopDelivery'),
    summary: scope.pick(
      'Stop a delivery of a project that has not ended',
      'Stop a delivery that has not ended',
    ),
    schema: { params },
    answers: { 200: DeliveryResponse },
    async handle({ project, params: { delivery_id: id }, caller }) {
      const { state } = await findDelivery(history, project?.id ?? null, id)
      if ((await deliveryControl.stop([id], stoppedBy(caller))) === 0)
        throw new BellbuoyError('CONFLICT', `delivery ${id} has ended already: ${state}`)
      return { status: 200, body: deliveryResponse(await findDelivery(history, project?.id ?? null, id)) }
    },
  })
  return [redeliver, stop]
}

interface Bulk {
  readonly filter?: WrittenFilter
  readonly dry_run?: boolean
  readonly cursor?: number | null
}

function bulkRoutes(parts: DeliveryActionParts, scope: Scope): readonly Route[] {
  const { history, deliveryControl } = parts
  const act = async (
    { filter = {}, dry_run = false, cursor = null }: Bulk,
    { projectId, states }: { readonly projectId: number | null; readonly states: readonly DeliveryState[] },
    run: (ids: readonly number[]) => Promise<number>,
  ) => {
    const asked = deliveryFilter(filter, projectId)
    const wanted = (asked.states ?? states).filter((state) => states.includes(state))
    if (wanted.length === 0)
      throw new BellbuoyError('BAD_REQUEST', `state must be among ${states.join(', ')}`)
    const { items, next } = await history.deliveries({ ...asked, states: wanted }, MAX_AT_A_TIME, cursor)
    const done = dry_run ? 0 : await run(items.map(({ id }) => id))
    const rest = next === null ? { more: false } : { more: true, next }
    return { status: 200, body: { matched: items.length, done, ...rest } }
  }
  const redeliver = route({
    method: 'POST',
    path: `${scope.path}/deliveries/redeliver`,
    tag: 'history',
    needs: 'notification-policy:update',
    operation: scope.pick('RedeliverManyOfProject', 'RedeliverMany'),
    summary: scope.pick(
      'Send ended deliveries of a project that fit a filter once more',
      'Send ended deliveries that fit a filter once more',
    ),
    schema: { params: scope.params({}), body: BulkRequest },
    answers: { 200: BulkResponse },
    handle: ({ project, body }) =>
      act(body, { projectId: project?.id ?? null, states: ENDED }, async (ids) => {
        const made = await deliveryControl.redeliver(ids)
        expect(parts, made)
        return made.length
      }),
  })
  const stop = route({
    method: 'POST',
    path: `${scope.path}/deliveries/stop`,
    tag: 'history',
    needs: 'notification-policy:update',
    operation: scope.pick('StopDeliveriesOfProject', 'StopDeliveries'),
    summary: scope.pick(
      'Stop deliveries of a project that fit a filter and have not ended',
      'Stop deliveries that fit a filter and have not ended',
    ),
    schema: { params: scope.params({}), body: BulkRequest },
    answers: { 200: BulkResponse },
    handle: ({ project, body, caller }) =>
      act(body, { projectId: project?.id ?? null, states: OPEN }, (ids) =>
        deliveryControl.stop(ids, stoppedBy(caller)),
      ),
  })
  return [redeliver, stop]
}

/** Tells the dispatcher what waits now. */
function expect({ dispatch, clock }: DeliveryActionParts, made: readonly Redelivery[]): void {
  for (const targetId of new Set(made.map((one) => one.targetId))) dispatch.expect(targetId, clock.now())
}

function stoppedBy(caller: Caller): string {
  return `stopped by ${nameOf(caller)}`
}
