import type { DeliveryState } from '../../domain/delivery.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { type EventType, eventTypeOf } from '../../domain/event-type.ts'
import type { DeliveryFilter } from '../../domain/history.ts'

const STATES: readonly DeliveryState[] = ['pending', 'running', 'success', 'error', 'stopped', 'expired']

/** A filter as it stands in a query or a body. */
export interface WrittenFilter {
  readonly event_type?: string
  readonly repository?: string
  readonly since?: string
  readonly until?: string
  readonly policy_id?: number
  readonly target_id?: number
  readonly state?: string
}

/** @throws BellbuoyError `BAD_REQUEST` naming the field */
export function deliveryFilter(written: WrittenFilter, projectId: number | null): DeliveryFilter {
  const { event_type, repository, since, until, policy_id, target_id, state } = written
  return {
    projectId,
    ...(event_type !== undefined && { eventType: eventType(event_type) }),
    ...(repository !== undefined && { repository }),
    ...(since !== undefined && { sinceMs: time('since', since) }),
    ...(until !== undefined && { untilMs: time('until', until) }),
    ...(policy_id !== undefined && { policyId: policy_id }),
    ...(target_id !== undefined && { targetId: target_id }),
    ...(state !== undefined && { states: state.split(',').map(deliveryState) }),
  }
}

function eventType(name: string): EventType {
  const type = eventTypeOf(name)
  if (type === null) throw bad(`unsupported event type ${name}`)
  return type
}

function time(field: string, text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw bad(`${field} is no time: write it like 2026-03-01T10:00:00Z`)
  return ms
}

function deliveryState(name: string): DeliveryState {
  const state = STATES.find((known) => known === name)
  if (state === undefined) throw bad(`there is no state ${name}; there are ${STATES.join(', ')}`)
  return state
}

function bad(message: string): BellbuoyError {
  return new BellbuoyError('BAD_REQUEST', message)
}
