import type { DeliveryState } from '../../../domain/delivery/delivery.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { DeliveryFilter } from '../../../domain/delivery/history.ts'
import { namedEventType } from '../webhooks/policy-draft.ts'

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
    ...(event_type !== undefined && { eventType: namedEventType(event_type) }),
    ...(repository !== undefined && { repository }),
    ...(since !== undefined && { sinceMs: writtenTime('since', since) }),
    ...(until !== undefined && { untilMs: writtenTime('until', until) }),
    ...(policy_id !== undefined && { policyId: policy_id }),
    ...(target_id !== undefined && { targetId: target_id }),
    ...(state !== undefined && { states: state.split(',').map(deliveryState) }),
  }
}

/** RFC 3339 as milliseconds. @throws BellbuoyError `BAD_REQUEST` naming the field */
export function writtenTime(field: string, text: string): number {
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
