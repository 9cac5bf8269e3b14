import { sql } from 'kysely'
import type { ReplayedEvents } from '../../../domain/delivery/delivery-control.ts'
import type { NewDelivery, Replayed } from '../../../domain/delivery/queue.ts'
import type { Writing } from '../../connections.ts'
import type { BirthTimes } from './birth-times.ts'
import { earlierDeliveries } from './earlier-deliveries.ts'
import { uuidBytes } from '../../columns/uuid-bytes.ts'
import { followEarlier } from './follow.ts'
import { gottenEvents } from './gotten-events.ts'
import { payloadColumns } from '../payload-row.ts'

/**
 * Creates the deliveries of events that are stored already, due now, but for targets that are gone.
 *
 * @param which `missed`: only where the policy has no delivery of the event yet
 * @returns the target of each
 */
export async function replay(
  transaction: Writing,
  events: readonly Replayed[],
  times: BirthTimes,
  which: ReplayedEvents,
): Promise<readonly number[]> {
  const asked = which === 'all' ? events : await missedOf(transaction, events)
  const wanted = asked.flatMap(({ deliveries }) => deliveries.map(({ targetId }) => targetId))
  const live = await liveTargets(transaction, [...new Set(wanted)])
  const created: number[] = []
  for (const replayed of asked) {
    const deliveries = replayed.deliveries.filter(({ targetId }) => live.has(targetId))
    await insertDeliveries(transaction, { ...replayed, deliveries }, times)
    created.push(...deliveries.map(({ targetId }) => targetId))
  }
  return created
}

async function missedOf(transaction: Writing, events: readonly Replayed[]): Promise<readonly Replayed[]> {
  const ofPolicy = Map.groupBy(events, ({ deliveries }) => deliveries[0]?.policyId ?? 0)
  const missed: Replayed[] = []
  for (const [policyId, some] of ofPolicy) {
    const ids = some.map(({ event }) => event.id)
    const gotten = await gottenEvents(transaction, policyId, ids)
    missed.push(...some.filter(({ event }) => !gotten.has(event.id)))
  }
  return missed
}

async function liveTargets(transaction: Writing, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set()
  const query = transaction.selectFrom('target').select('id').where('id', 'in', ids)
  return new Set((await query.where('deleted_at', 'is', null).execute()).map(({ id }) => id))
}

/** With those payloads that they need, each once. */
async function insertDeliveries(transaction: Writing, replayed: Replayed, times: BirthTimes): Promise<void> {
  if (replayed.deliveries.length === 0) return
  const eventId = await numberOf(transaction, replayed.event.id)
  const payloadIds = new Map<number, number>()
  for (const delivery of replayed.deliveries) {
    const { payloadIndex, policyId, eventType = replayed.event.type } = delivery
    const payloadId =
      payloadIds.get(payloadIndex) ??
      (await insertPayload(transaction, eventId, replayed.payloads[payloadIndex]))
    payloadIds.set(payloadIndex, payloadId)
    await insertDelivery(transaction, { eventId, projectId: replayed.projectId, payloadId }, delivery, times)
    await countTrigger(transaction, policyId, eventType, times.atMs)
  }
}

async function numberOf(transaction: Writing, eventId: string): Promise<number> {
  const query = transaction.selectFrom('event').select('id').where('uuid', '=', uuidBytes(eventId))
  return (await query.executeTakeFirstOrThrow()).id
}

async function insertPayload(
  transaction: Writing,
  eventId: number,
  payload: Replayed['payloads'][number] | undefined,
): Promise<number> {
  if (payload === undefined) throw new Error('a delivery names a payload that is not there')
  const insert = transaction.insertInto('payload').values(payloadColumns(eventId, payload)).returning('id')
  return (await insert.executeTakeFirstOrThrow()).id
}

async function insertDelivery(
  transaction: Writing,
  { eventId, projectId, payloadId }: Readonly<Record<'eventId' | 'projectId' | 'payloadId', number>>,
  { policyId, targetId, eventType }: NewDelivery,
  { atMs, serviceMs }: BirthTimes,
): Promise<void> {
  const row = {
    event_id: eventId,
    reported_as: eventType ?? null,
    project_id: projectId,
    policy_id: policyId,
    target_id: targetId,
    payload_id: payloadId,
    state: 'pending',
    due_at: atMs,
    attempts: 0,
    failures: 0,
    reason: '',
    redelivery: sql<number>`nullif(${earlierDeliveries(sql`${eventId}`, sql`${targetId}`)}, 0)`,
    aged_from: sql<number>`(select coalesce(held_from, ${serviceMs}) - held_ms from target where id = ${targetId})`,
    created_at: atMs,
    updated_at: atMs,
  }
  const insert = transaction.insertInto('delivery').values(row).returning(['id', 'redelivery'])
  const created = await insert.executeTakeFirstOrThrow()
  if (created.redelivery !== null) await followEarlier(transaction, [created.id])
}

async function countTrigger(
  transaction: Writing,
  policyId: number,
  eventType: string,
  atMs: number,
): Promise<void> {
  await sql`
    insert into last_trigger (policy_id, event_type, at, deliveries) values (${policyId}, ${eventType}, ${atMs}, 1)
    on conflict (policy_id, event_type) do update
      set at = excluded.at, deliveries = last_trigger.deliveries + 1`.execute(transaction)
}
