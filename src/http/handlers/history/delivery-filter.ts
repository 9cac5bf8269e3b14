import type { HistoryFilter } from '../../../contract/history/history.ts'
import { type DeliveryState, DELIVERY_STATES } from '../../../domain/delivery/delivery-state.ts'
import type { DeliveryFilter } from '../../../domain/delivery/history.ts'
import { badRequest } from '../../../domain/errors.ts'
import { namedEventType } from '../named-event-types.ts'

/** @throws BellbuoyError `BAD_REQUEST` naming the field */
export function deliveryFilter(written: HistoryFilter, projectId: number | null): DeliveryFilter {
  const { event_type, repository, since, until, policy_id, target_id, state, redelivered } = written
  return {
    projectId,
    ...(event_type !== undefined && { eventType: namedEventType(event_type) }),
    ...(repository !== undefined && { repository }),
    ...(since !== undefined && { sinceMs: writtenTime('since', since) }),
    ...(until !== undefined && { untilMs: writtenTime('until', until) }),
    ...(policy_id !== undefined && { policyId: policy_id }),
    ...(target_id !== undefined && { targetId: target_id }),
    ...(redelivered !== undefined && { isRedelivered: redelivered === 'true' }),
    ...(state !== undefined && { states: state.split(',').map(deliveryState) }),
  }
}

/** RFC 3339 as milliseconds. @throws BellbuoyError `BAD_REQUEST` naming the field */
export function writtenTime(field: string, text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw badRequest(`${field} is no time: write it like 2026-03-01T10:00:00Z`)
  return ms
}

function deliveryState(name: string): DeliveryState {
  const state = DELIVERY_STATES.find((known) => known === name)
  if (state === undefined)
    throw badRequest(`there is no state ${name}; there are ${DELIVERY_STATES.join(', ')}`)
  return state
}
