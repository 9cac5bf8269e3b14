import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent, Lease, NewDelivery } from '../../../domain/delivery/queue.ts'
import type { Aging } from './aging.ts'
import type { CommitScope } from './commit-scope.ts'
import { payloadColumns } from '../../delivery/payload-row.ts'
import { prepareIdToSkipTo } from './id-to-skip-to.ts'
import { statement } from '../../../sqlite/statement.ts'

interface Birth extends Aging {
  readonly lease: Lease
}

/** Stores the payloads and deliveries of an event; returns the ids of the deliveries in their order. */
export function prepareStoreDeliveries(
  database: DatabaseSync,
  { triggers }: CommitScope,
): (decided: DecidedEvent, eventId: number, birth: Birth) => readonly number[] {
  const insertPayload = prepareInsertPayload(database)
  const insertDelivery = prepareInsertDelivery(database)
  return (decided, eventId, birth) => {
    const { event, payloads, deliveries } = decided
    const payloadIds = payloads.map((payload) => insertPayload(eventId, payload))
    return deliveries.map((delivery) => {
      const payloadId = payloadIds[delivery.payloadIndex] ?? null
      const id = insertDelivery(decided, delivery, { eventId, payloadId }, birth)
      const { policyId, eventType = event.type } = delivery
      triggers.add(policyId, eventType, event.acceptedAtMs)
      return id
    })
  }
}

function prepareInsertPayload(database: DatabaseSync) {
  const insert = statement(
    database,
    `
    insert into payload (event_id, format, content_type, headers_json, body, unrendered)
    values (:event_id, :format, :content_type, :headers_json, :body, :unrendered)`,
  )
  return (eventId: number, payload: DecidedEvent['payloads'][number]): number =>
    Number(insert.run(payloadColumns(eventId, payload)).lastInsertRowid)
}

function prepareInsertDelivery(database: DatabaseSync) {
  const insert = statement(
    database,
    `
    insert into delivery (id, event_id, reported_as, project_id, policy_id, target_id, payload_id, state, due_at, attempts,
      failures, reason, lease_owner, lease_until, aged_from, created_at, updated_at)
    values (:id, :event_id, :reported_as, :project_id, :policy_id, :target_id, :payload_id, :state, :due_at, :attempts,
      0, '', :lease_owner,
      :lease_until, (select coalesce(held_from, :service) - held_ms from target where id = :target_id), :now, :now)`,
  )
  const idToSkipTo = prepareIdToSkipTo(database)
  return (
    { event, projectId }: DecidedEvent,
    { policyId, targetId, eventType, leased }: NewDelivery,
    { eventId, payloadId }: { readonly eventId: number; readonly payloadId: number | null },
    { lease, serviceMs }: Birth,
  ): number => {
    const { lastInsertRowid } = insert.run({
      id: idToSkipTo(),
      event_id: eventId,
      reported_as: eventType ?? null,
      project_id: projectId,
      policy_id: policyId,
      target_id: targetId,
      payload_id: payloadId,
      state: leased ? 'running' : 'pending',
      due_at: leased ? null : event.acceptedAtMs,
      attempts: leased ? 1 : 0,
      lease_owner: leased ? lease.owner : null,
      lease_until: leased ? lease.untilMs : null,
      service: serviceMs,
      now: event.acceptedAtMs,
    })
    return Number(lastInsertRowid)
  }
}
