import { sql } from 'kysely'
import type { DeliveryControl, Redelivery } from '../../domain/delivery/delivery-control.ts'
import type { Replayed } from '../../domain/delivery/queue.ts'
import type { Connections, Writing } from '../connections.ts'

export function createDeliveryControl({ write, now }: Connections): DeliveryControl {
  return {
    redeliver: (ids) => write.transaction().execute((transaction) => redeliver(transaction, ids, now())),
    replay: (events) => write.transaction().execute((transaction) => replay(transaction, events, now())),
    stop: (ids, reason) =>
      write.transaction().execute(async (transaction) => {
        if (ids.length === 0) return 0
        const at = now()
        const update = transaction
          .updateTable('delivery')
          .set({ state: 'stopped', due_at: null, reason, updated_at: at, ended_at: at })
          .where('id', 'in', ids)
          .where('state', 'in', ['pending', 'running'])
        return Number((await update.executeTakeFirstOrThrow()).numUpdatedRows)
      }),
  }
}

/** A new delivery with the same payload: the ended one stays on record as it ended. */
async function redeliver(
  transaction: Writing,
  ids: readonly number[],
  atMs: number,
): Promise<readonly Redelivery[]> {
  if (ids.length === 0) return []
  // What has lost its policy or target has nowhere to go: the joins leave it out.
  const { rows } = await sql<{ id: number; target_id: number; redelivery_of: number }>`
    insert into delivery (event_id, project_id, policy_id, target_id, payload_id, state, due_at, attempts, failures,
      reason, redelivery_of, created_at, updated_at)
    select d.event_id, d.project_id, d.policy_id, d.target_id, d.payload_id, 'pending', ${atMs}, 0, 0, '', d.id,
      ${atMs}, ${atMs}
    from delivery d
    join target t on t.id = d.target_id and t.deleted_at is null
    join policy p on p.id = d.policy_id and p.deleted_at is null
    where d.id in (${sql.join(ids)}) and d.state in ('success', 'error', 'stopped', 'expired')
    order by d.id
    returning id, target_id, redelivery_of`.execute(transaction)
  if (rows.length > 0) {
    await sql`
      update last_trigger set deliveries = deliveries + (
        select count(*) from delivery d join event e on e.id = d.event_id
        where d.id in (${sql.join(rows.map(({ id }) => id))})
          and d.policy_id = last_trigger.policy_id and e.type = last_trigger.event_type)
      where policy_id in (select policy_id from delivery where id in (${sql.join(rows.map(({ id }) => id))}))`.execute(
      transaction,
    )
  }
  return rows.map((row) => ({ of: row.redelivery_of, id: row.id, targetId: row.target_id }))
}

async function replay(
  transaction: Writing,
  events: readonly Replayed[],
  atMs: number,
): Promise<readonly number[]> {
  const wanted = [...new Set(events.flatMap(({ deliveries }) => deliveries.map(({ targetId }) => targetId)))]
  const live = await liveTargets(transaction, wanted)
  const made: number[] = []
  for (const { event, projectId, payloads, deliveries } of events) {
    const payloadIds = new Map<number, number>()
    for (const { policyId, targetId, payloadIndex } of deliveries) {
      const payload = payloads[payloadIndex]
      if (payload === undefined || !live.has(targetId)) continue
      const payloadId = payloadIds.get(payloadIndex) ?? (await insertPayload(transaction, event.id, payload))
      payloadIds.set(payloadIndex, payloadId)
      const ids = { event_id: event.id, project_id: projectId, policy_id: policyId, target_id: targetId }
      const times = { due_at: atMs, created_at: atMs, updated_at: atMs }
      const fresh = { state: 'pending', attempts: 0, failures: 0, reason: '' }
      await transaction
        .insertInto('delivery')
        .values({ ...ids, payload_id: payloadId, ...fresh, ...times })
        .execute()
      await countTrigger(transaction, policyId, event.type, atMs)
      made.push(targetId)
    }
  }
  return made
}

async function liveTargets(transaction: Writing, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set()
  const query = transaction.selectFrom('target').select('id').where('id', 'in', ids)
  return new Set((await query.where('deleted_at', 'is', null).execute()).map(({ id }) => id))
}

async function insertPayload(
  transaction: Writing,
  eventId: string,
  { format, contentType, headers, body }: Replayed['payloads'][number],
): Promise<number> {
  const row = {
    event_id: eventId,
    format,
    content_type: contentType,
    body,
    headers_json: headers === undefined ? null : JSON.stringify(headers),
  }
  const insert = transaction.insertInto('payload').values(row).returning('id')
  return (await insert.executeTakeFirstOrThrow()).id
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
