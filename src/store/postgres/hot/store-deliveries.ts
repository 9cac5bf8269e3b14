import type { DecidedEvent, Lease } from '../../../domain/delivery/queue.ts'
import { payloadColumns } from '../../delivery/payload-row.ts'
import type { Ids } from './allocate.ts'
import { type Session, asRecords, change } from './session.ts'

/** A stored event whose payloads and deliveries are to be stored. */
export interface Birth {
  readonly decided: DecidedEvent
  readonly eventId: number
  readonly lease: Lease
  /** The ages of its deliveries count from here, by the service clock. */
  readonly serviceMs: number
}

const INSERT_PAYLOADS = change(`
  insert into payload (id, event_id, format, content_type, headers_json, body, unrendered)
  select x.id, x.event_id, x.format, x.content_type, x.headers_json, x.body, x.unrendered
  from json_to_recordset($1::json) as x(id bigint, event_id bigint, format text, content_type text, headers_json text,
    body text, unrendered bigint)`)

const INSERT_DELIVERIES = change(`
  insert into delivery (id, event_id, reported_as, project_id, policy_id, target_id, payload_id, state, due_at, attempts,
    failures, reason, lease_owner, lease_until, aged_from, created_at, updated_at)
  select x.id, x.event_id, x.reported_as, x.project_id, x.policy_id, x.target_id, x.payload_id, x.state, x.due_at, x.attempts,
    0, '', x.lease_owner, x.lease_until,
    (select coalesce(held_from, x.service) - held_ms from target where target.id = x.target_id), x.now, x.now
  from json_to_recordset($1::json) as x(id bigint, event_id bigint, reported_as text, project_id bigint, policy_id bigint,
    target_id bigint, payload_id bigint, state text, due_at bigint, attempts bigint, lease_owner text, lease_until bigint,
    service bigint, now bigint)`)

/** How many ids the payloads and deliveries of events take. */
export function idsFor(events: readonly DecidedEvent[]): {
  readonly payload: number
  readonly delivery: number
} {
  return {
    payload: sumOf(events, ({ payloads }) => payloads.length),
    delivery: sumOf(events, ({ deliveries }) => deliveries.length),
  }
}

/**
 * Stores the payloads and deliveries of events.
 *
 * @returns the ids of the deliveries of each, in their order
 */
export function storeDeliveries(
  session: Session,
  births: readonly Birth[],
  ids: Ids,
): readonly (readonly number[])[] {
  const [nextPayload, nextDelivery] = [ids.payload.values(), ids.delivery.values()]
  const payloads: object[] = []
  const deliveries: object[] = []
  const deliveryIds = births.map((birth) => {
    const { decided, eventId } = birth
    const ofEvent = decided.payloads.map((payload) => {
      const id = nextPayload.next().value
      payloads.push({ id, ...payloadColumns(eventId, payload) })
      return id
    })
    return decided.deliveries.map((delivery): number => {
      const id = nextDelivery.next().value
      if (id === undefined) throw new Error('PostgreSQL handed out fewer ids than were asked for')
      deliveries.push(recordOf(birth, delivery, { id, payload_id: ofEvent[delivery.payloadIndex] ?? null }))
      return id
    })
  })
  if (payloads.length > 0) session.tell(INSERT_PAYLOADS, asRecords(payloads))
  if (deliveries.length > 0) session.tell(INSERT_DELIVERIES, asRecords(deliveries))
  return deliveryIds
}

function recordOf(
  { decided: { event, projectId }, eventId, lease, serviceMs }: Birth,
  { policyId, targetId, eventType, leased }: DecidedEvent['deliveries'][number],
  ids: { readonly id: number; readonly payload_id: number | null },
) {
  return {
    ...ids,
    event_id: eventId,
    reported_as: eventType ?? null,
    project_id: projectId,
    policy_id: policyId,
    target_id: targetId,
    state: leased ? 'running' : 'pending',
    due_at: leased ? null : event.acceptedAtMs,
    attempts: leased ? 1 : 0,
    lease_owner: leased ? lease.owner : null,
    lease_until: leased ? lease.untilMs : null,
    service: serviceMs,
    now: event.acceptedAtMs,
  }
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
