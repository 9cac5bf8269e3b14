import * as CALLS from '../../../contract/calls.ts'
import type { BulkRequest, BulkResponse } from '../../../contract/history/history.ts'
import type { Redelivery } from '../../../domain/delivery/delivery-control.ts'
import { type DeliveryState, ENDED_STATES, OPEN_STATES } from '../../../domain/delivery/delivery-state.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { deliveryFilter } from './delivery-filter.ts'
import { deliveryResponse } from './history-response.ts'
import { findDelivery } from './record.ts'

/** Deliveries that one call acts on at the most. */
const MAX_AT_A_TIME = 1000

export interface DeliveryActionParts {
  readonly store: Pick<Store, 'history' | 'deliveryControl'>
  readonly dispatch: Pick<Dispatch, 'expect'>
  readonly clock: { readonly now: () => number }
}

/** Sends deliveries once more and stops them, one by one or many by a filter. */
export function deliveryActionRoutes(parts: DeliveryActionParts): readonly Route[] {
  return [oneRoutes(parts), bulkRoutes(parts)].flat()
}

function oneRoutes(parts: DeliveryActionParts): readonly Route[] {
  const { history, deliveryControl } = parts.store
  return [
    answer(CALLS.redeliver, async ({ project, params: { delivery_id: id }, url }) => {
      const delivery = await findDelivery(history, project?.id ?? null, id)
      if (OPEN_STATES.includes(delivery.state))
        throw new BellbuoyError('CONFLICT', `delivery ${id} has not ended: it is ${delivery.state}`)
      const [created] = await deliveryControl.redeliver([id])
      if (created === undefined)
        throw new BellbuoyError('CONFLICT', `the policy or the target of delivery ${id} is gone`)
      expect(parts, [created])
      const base = (url.split('?', 1)[0] ?? '').replace(/\/\d+\/redeliver\/?$/, '')
      return { status: 201, headers: { location: `${base}/${created.id}` }, body: { id: created.id } }
    }),
    answer(CALLS.stopDelivery, async ({ project, params: { delivery_id: id }, caller }) => {
      const { state } = await findDelivery(history, project?.id ?? null, id)
      if ((await deliveryControl.stop([id], stoppedBy(caller))) === 0)
        throw new BellbuoyError('CONFLICT', `delivery ${id} has ended already: ${state}`)
      return { status: 200, body: deliveryResponse(await findDelivery(history, project?.id ?? null, id)) }
    }),
  ].flat()
}

function bulkRoutes(parts: DeliveryActionParts): readonly Route[] {
  const { history, deliveryControl } = parts.store
  const act = async (
    { filter = {}, dry_run = false, cursor }: BulkRequest,
    { projectId, states }: { readonly projectId: number | null; readonly states: readonly DeliveryState[] },
    run: (ids: readonly number[]) => Promise<number>,
  ): Promise<BulkResponse> => {
    const asked = deliveryFilter(filter, projectId)
    const wanted = (asked.states ?? states).filter((state) => states.includes(state))
    if (wanted.length === 0) throw badRequest(`state must be among ${states.join(', ')}`)
    const { items, next } = await history.deliveries(
      { ...asked, states: wanted },
      MAX_AT_A_TIME,
      cursor ?? null,
    )
    const done = dry_run ? 0 : await run(items.map(({ id }) => id))
    const rest = next === null ? { more: false } : { more: true, next }
    return { matched: items.length, done, ...rest }
  }
  return [
    answer(CALLS.redeliverMany, async ({ project, body }) => {
      const among = { projectId: project?.id ?? null, states: ENDED_STATES }
      const done = await act(body, among, async (ids) => {
        const created = await deliveryControl.redeliver(ids)
        expect(parts, created)
        return created.length
      })
      return { status: 200, body: done }
    }),
    answer(CALLS.stopDeliveries, async ({ project, body, caller }) => {
      const among = { projectId: project?.id ?? null, states: OPEN_STATES }
      const done = await act(body, among, (ids) => deliveryControl.stop(ids, stoppedBy(caller)))
      return { status: 200, body: done }
    }),
  ].flat()
}

/** Lets the dispatcher know which targets have deliveries waiting now. */
function expect({ dispatch, clock }: DeliveryActionParts, created: readonly Redelivery[]): void {
  for (const targetId of new Set(created.map((one) => one.targetId))) dispatch.expect(targetId, clock.now())
}

function stoppedBy(caller: Caller): string {
  return `stopped by ${nameOf(caller)}`
}
