import type { EventSearch, HistoryFilter } from '../../../contract/history/history-filter.ts'
import { FAILURE_CODES } from '../../../domain/delivery/attempt.ts'
import { type DeliveryState, DELIVERY_STATES } from '../../../domain/delivery/delivery-state.ts'
import {
  type DeliveryFilter,
  type EventFilter,
  type EventOutcome,
  EVENT_OUTCOMES,
} from '../../../domain/delivery/history.ts'
import { badRequest } from '../../../domain/errors.ts'
import { namedEventType } from '../named-event-types.ts'

/** @throws BellbuoyError `BAD_REQUEST` naming the field */
export function deliveryFilter(written: HistoryFilter, projectId: number | null): DeliveryFilter {
  const { policy_id, target_id, target, state, redelivered, status } = written
  return {
    ...commonFilter(written, projectId),
    ...(policy_id !== undefined && { policyId: policy_id }),
    ...(target_id !== undefined && { targetId: target_id }),
    ...(target !== undefined && { target }),
    ...(redelivered !== undefined && { isRedelivered: redelivered === 'true' }),
    ...(state !== undefined && { states: state.split(',').map(deliveryState) }),
    ...(status !== undefined && { answers: status.split(',').map(writtenAnswer) }),
  }
}

/** @throws BellbuoyError `BAD_REQUEST` naming the field */
export function eventFilter(written: EventSearch, projectId: number | null): EventFilter {
  const { outcome } = written
  return {
    ...commonFilter(written, projectId),
    ...(outcome !== undefined && { outcomes: outcome.split(',').map(eventOutcome) }),
  }
}

type CommonFields = Pick<
  HistoryFilter,
  'event_type' | 'repository' | 'tag' | 'operator' | 'source' | 'since' | 'until' | 'words'
>

function commonFilter(written: CommonFields, projectId: number | null) {
  const { event_type, repository, tag, operator, source, since, until, words } = written
  return {
    projectId,
    ...(event_type !== undefined && { eventType: namedEventType(event_type) }),
    ...(repository !== undefined && { repository }),
    ...(tag !== undefined && { tag }),
    ...(operator !== undefined && { operator }),
    ...(source !== undefined && { source }),
    ...(since !== undefined && { sinceMs: writtenTime('since', since) }),
    ...(until !== undefined && { untilMs: writtenTime('until', until) }),
    ...(words !== undefined && { words: writtenWords(words) }),
  }
}

/** RFC 3339 as milliseconds. @throws BellbuoyError `BAD_REQUEST` naming the field */
export function writtenTime(field: string, text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw badRequest(`${field} is no time: write it like 2026-03-01T10:00:00Z`)
  return ms
}

const MAX_WORDS = 10

function writtenWords(text: string): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length > MAX_WORDS) throw badRequest(`there are too many words: give at most ${MAX_WORDS}`)
  return words
}

function writtenAnswer(answer: string): string {
  const isFailure = FAILURE_CODES.some((code) => code === answer)
  if (isFailure || /^[1-5](\d\d|xx)$/.test(answer)) return answer
  throw badRequest(
    `there is no status ${answer}; there are 503, 5xx and their like, and ${FAILURE_CODES.join(', ')}`,
  )
}

function deliveryState(name: string): DeliveryState {
  const state = DELIVERY_STATES.find((known) => known === name)
  if (state === undefined)
    throw badRequest(`there is no state ${name}; there are ${DELIVERY_STATES.join(', ')}`)
  return state
}

function eventOutcome(name: string): EventOutcome {
  const outcome = EVENT_OUTCOMES.find((known) => known === name)
  if (outcome === undefined)
    throw badRequest(`there is no outcome ${name}; there are ${EVENT_OUTCOMES.join(', ')}`)
  return outcome
}
