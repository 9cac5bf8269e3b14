import * as CALLS from '../../../contract/calls.ts'
import type { Redelivery } from '../../../domain/delivery/delivery-control.ts'
import { OPEN_STATES } from '../../../domain/delivery/delivery-state.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import type { DeliverySummary } from '../../../domain/delivery/history.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { deliveryResponse } from './history-response.ts'
import { findDelivery } from './record.ts'

export interface DeliveryActionParts {
  readonly store: Pick<Store, 'history' | 'deliveryControl'>
  readonly dispatch: Pick<Dispatch, 'expect'>
  readonly clock: { readonly now: () => number }
}

/** Sends one delivery once more, or stops it. */
export function deliveryActionRoutes(parts: DeliveryActionParts): readonly Route[] {
  const { history, deliveryControl } = parts.store
  return [
    answer(CALLS.redeliver, async ({ project, params: { delivery_id: id }, url }) => {
      const delivery = await findDelivery(history, project?.id ?? null, id)
      if (OPEN_STATES.includes(delivery.state))
        throw new BellbuoyError('CONFLICT', `delivery ${id} has not ended: it is ${delivery.state}`)
      const [created] = await deliveryControl.redeliver([id])
      if (created === undefined) throw await notSentAgain(parts.store, delivery)
      expectNow(parts, [created])
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

/** Why a delivery that has ended was not sent again. */
async function notSentAgain(
  { history, deliveryControl }: DeliveryActionParts['store'],
  { id, eventId, targetId }: DeliverySummary,
) {
  const onItsWay = (await history.deliveriesOf([eventId])).find(
    (other) => other.targetId === targetId && other.id > id && OPEN_STATES.includes(other.state),
  )
  if (onItsWay !== undefined)
    return new BellbuoyError('CONFLICT', `delivery ${id} is being sent again as delivery ${onItsWay.id}`)
  if ((await deliveryControl.withoutPayload([id])).has(id))
    return new BellbuoyError(
      'CONFLICT',
      `the payload of delivery ${id} was removed, since it is old: replay its event, which writes it anew`,
    )
  return new BellbuoyError('CONFLICT', `the policy or the target of delivery ${id} is gone`)
}

/** Lets the dispatcher know which targets have deliveries waiting now. */
export function expectNow({ dispatch, clock }: DeliveryActionParts, created: readonly Redelivery[]): void {
  for (const targetId of new Set(created.map((one) => one.targetId))) dispatch.expect(targetId, clock.now())
}

export function stoppedBy(caller: Caller): string {
  return `stopped by ${nameOf(caller)}`
}
