import type { RemovalBounds, RemovedSlice } from '../../../domain/retention/retention.ts'
import {
  type DeliveryToRemove,
  type EventToRemove,
  RemovedSums,
  isReport,
} from '../../retention/removed-sums.ts'
import { ON_LEGAL_HOLD } from '../../retention/on-legal-hold.ts'
import { spanOf } from '../../retention/span-of.ts'
import { EVENTS_REMOVED_BELOW } from '../../setting-names.ts'
import { keepRemovedHours } from './keep-removed-hours.ts'
import { type Session, asRecords, statement } from './session.ts'

/** Events in a slice: its transaction lasts for a few milliseconds. */
const SLICE = 200

const LOOK = statement(`
  select max(id) as last, count(*)::int as looked_at from (
    select id from event where id > $1 and id < $2 order by id limit ${SLICE}) looked`)

const SELECT_EVENTS = statement(`
  select id, source_id, source_event_id, project_id, type, accepted_at, merged_into, verdicts_json from event e
  where id > $1 and id <= $2 and held_until is null and (accepted_at < $3 or id < $4)
    and not ${ON_LEGAL_HOLD}
  order by id for update of e skip locked`)

const SELECT_DELIVERIES = statement(`
  select id, event_id, policy_id, payload_id, state, reported_as, redelivered_as, created_at, ended_at, lease_owner
  from delivery where event_id = any($1::bigint[])`)

/** The bounds tell the planner which ranges of ids can have the rows. */
const REMOVE_ATTEMPTS = statement(`
  delete from attempt where delivery_id = any($1::bigint[]) and delivery_id between $2 and $3`)
const REMOVE_PAYLOADS = statement(`
  delete from payload where id = any($1::bigint[]) and id between $2 and $3`)
const REMOVE_DELIVERIES = statement('delete from delivery where id = any($1::bigint[])')
const REMOVE_EVENTS = statement('delete from event where id = any($1::bigint[])')

const KEEP_KEYS = statement(`
  insert into report_key (source_id, reported_at, source_event_id, removed_at)
  select source_id, reported_at, source_event_id, $2 from event where id = any($1::bigint[]) on conflict do nothing`)

const ADD_ACCOUNTS = statement(`
  insert into removed_account as total (source_id, project_id, events, reported, deliveries, accepted, delivered, failed,
    stopped, expired, filtered, merged, last_accepted_at)
  select x.source_id, x.project_id, x.events, x.reported, x.deliveries, x.accepted, x.delivered, x.failed,
    x.stopped, x.expired, x.filtered, x.merged, x.last_accepted_at
  from json_to_recordset($1::json) as x(source_id bigint, project_id bigint, events bigint, reported bigint, deliveries bigint,
    accepted bigint, delivered bigint, failed bigint, stopped bigint, expired bigint, filtered bigint, merged bigint,
    last_accepted_at bigint)
  on conflict (source_id, project_id) do update set events = total.events + excluded.events,
    reported = total.reported + excluded.reported, deliveries = total.deliveries + excluded.deliveries,
    accepted = total.accepted + excluded.accepted, delivered = total.delivered + excluded.delivered,
    failed = total.failed + excluded.failed, stopped = total.stopped + excluded.stopped,
    expired = total.expired + excluded.expired, filtered = total.filtered + excluded.filtered,
    merged = total.merged + excluded.merged, last_accepted_at = greatest(total.last_accepted_at, excluded.last_accepted_at)`)

const ADD_TRIGGERS = statement(`
  insert into removed_trigger as total (policy_id, event_type, deliveries)
  select x.policy_id, x.event_type, x.deliveries
  from json_to_recordset($1::json) as x(policy_id bigint, event_type text, deliveries bigint)
  on conflict (policy_id, event_type) do update set deliveries = total.deliveries + excluded.deliveries`)

const KEEP_PLACE = statement(`
  insert into setting (name, value) values ('${EVENTS_REMOVED_BELOW}', $1)
  on conflict (name) do update set value = excluded.value where setting.value::bigint < excluded.value::bigint`)

/**
 * Removes events with all that belongs to them, some hundreds at a time. The lock of the rules, which the transaction shares, keeps everybody
 * from creating more deliveries for them meanwhile; acceptances share it too.
 */
export async function removeEvents(
  session: Session,
  {
    bounds,
    after,
    nowMs,
  }: { readonly bounds: RemovalBounds; readonly after: number; readonly nowMs: number },
): Promise<RemovedSlice> {
  const { sinceMs, surplusBelow, below } = bounds
  const [looked] = await session.ask<{ last: number | null; looked_at: number }>(LOOK, after, below)
  const last = looked?.last ?? null
  if (last === null) return { events: 0, deliveries: 0, after: null }
  const events = await session.ask<EventToRemove>(SELECT_EVENTS, after, last, sinceMs, surplusBelow)
  const sums = new RemovedSums()
  if (events.length > 0) await removeThem(session, events, { sums, nowMs })
  const isEnd = (looked?.looked_at ?? 0) < SLICE
  return { events: sums.events, deliveries: sums.deliveries, after: isEnd ? null : last }
}

async function removeThem(
  session: Session,
  events: readonly EventToRemove[],
  { sums, nowMs }: { readonly sums: RemovedSums; readonly nowMs: number },
): Promise<void> {
  const rows = await session.ask<DeliveryToRemove>(SELECT_DELIVERIES, numbersOf(events))
  const deliveriesOf = Map.groupBy(rows, ({ event_id }) => event_id)
  const removed = events.filter((event) => sums.add(event, deliveriesOf.get(event.id) ?? []))
  if (removed.length === 0) return
  const deliveries = removed.flatMap(({ id }) => deliveriesOf.get(id) ?? [])
  if (deliveries.length > 0) {
    const ids = numbersOf(deliveries)
    const payloads = deliveries.map(({ payload_id }) => payload_id)
    session.tell(REMOVE_ATTEMPTS, ids, ...spanOf(ids))
    session.tell(REMOVE_PAYLOADS, payloads, ...spanOf(payloads))
    session.tell(REMOVE_DELIVERIES, ids)
  }
  session.tell(KEEP_KEYS, numbersOf(removed.filter(isReport)), nowMs)
  session.tell(REMOVE_EVENTS, numbersOf(removed))
  session.tell(ADD_ACCOUNTS, asRecords(sums.accounts))
  if (sums.triggers.length > 0) session.tell(ADD_TRIGGERS, asRecords(sums.triggers))
  session.tell(KEEP_PLACE, String(sums.lastId + 1))
  await keepRemovedHours(session, sums.hours)
}

function numbersOf(rows: readonly { readonly id: number }[]): readonly number[] {
  return rows.map(({ id }) => id)
}
