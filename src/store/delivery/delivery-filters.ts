import { type RawBuilder, sql } from 'kysely'
import type { DeliveryFilter } from '../../domain/delivery/history.ts'
import { type SqlCondition, given, isThere } from '../conditions.ts'
import { type EventColumn, eventFilters } from '../event/event-filters.ts'
import { contains } from '../list-query.ts'
import { MAX_SCANNED } from '../read-slice.ts'
import { ATTEMPTS_WITH_BASES, answerBody, answerStatus, failureCode, failureText } from './answer-parts.ts'
import { firstDeliverySince } from './first-delivery.ts'
import { redeliveryFilters } from './again/redelivery-filters.ts'

/** Deliveries whose attempts are looked at by one call, and those whose texts are read. */
const MAX_ATTEMPTED = 20_000
const MAX_READ = 5000

/** How many deliveries a call checks, by what it has to read of each. */
export function maxScanned({ words = [], answers = [] }: DeliveryFilter): number {
  if (words.length > 0) return MAX_READ
  return answers.length > 0 ? MAX_ATTEMPTED : MAX_SCANNED
}

/**
 * Conditions on a delivery `d` that an index serves. No delivery is older than its event, but any may be younger: an event can be delivered
 * again whenever one likes.
 */
export function indexedDeliveryFilters(filter: DeliveryFilter): readonly SqlCondition[] {
  const { projectId, policyId, sinceMs } = filter
  return [
    ...given(projectId, (id) => sql`d.project_id = ${id}`),
    ...given(policyId, (id) => sql`d.policy_id = ${id}`),
    ...given(sinceMs, (atMs) => sql`d.id >= ${firstDeliverySince(atMs)}`),
  ]
}

/** Conditions that each delivery `d` is checked against. */
export function deliveryFilters(filter: DeliveryFilter): readonly SqlCondition[] {
  const { states = [], answers = [], words = [] } = filter
  return [
    ...eventFilters(filter, ofItsEvent),
    ...given(filter.targetId, (id) => sql`d.target_id = ${id}`),
    ...given(filter.target, (part) =>
      contains(sql`(select address from target where target.id = d.target_id)`, part),
    ),
    ...(states.length === 0 ? [] : [sql`d.state in (${sql.join(states)})`]),
    ...redeliveryFilters(filter),
    ...(answers.length === 0 ? [] : [endedWith(answers)]),
    ...words.map(hasWord),
  ]
}

/**
 * Looked up for each delivery by the number of its event. As conditions on a joined event, PostgreSQL takes them for rare and reads all
 * events first.
 */
const ofItsEvent: EventColumn = (name) => {
  const column: RawBuilder<unknown> = sql`(select ${sql.ref(name)} from event where event.id = d.event_id)`
  return name === 'type' ? sql`coalesce(d.reported_as, ${column})` : column
}

/** `5xx` stands for every status from 500 on. */
function endedWith(answers: readonly string[]): SqlCondition {
  const last = sql`(select coalesce(cast(${answerStatus} as text), ${failureCode}) from ${ATTEMPTS_WITH_BASES}
    where a.delivery_id = d.id order by a.number desc limit 1)`
  const each = answers.map((answer) =>
    /^\dxx$/.test(answer) ? sql`${last} like ${`${answer.charAt(0)}__`}` : sql`${last} = ${answer}`,
  )
  return sql`(${sql.join(each, sql` or `)})`
}

function hasWord(word: string): SqlCondition {
  const texts = [answerBody, failureText]
  const inAttempt = sql.join(
    texts.map((text) => contains(text, word)),
    sql` or `,
  )
  const inPayload = sql`select 1 from payload p where p.id = d.payload_id and p.event_id = d.event_id and ${contains(sql.ref('p.body'), word)}`
  const inAttempts = sql`select 1 from ${ATTEMPTS_WITH_BASES} where a.delivery_id = d.id and (${inAttempt})`
  return sql`(${isThere(inPayload)} or ${isThere(inAttempts)})`
}
