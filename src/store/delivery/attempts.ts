import type { Selectable } from 'kysely'
import type { Attempt, Failure, ReceivedResponse, SentRequest } from '../../domain/delivery/attempt.ts'
import type { Connections } from '../connections.ts'
import type { AttemptTable } from '../schema.ts'

type Reading = Connections['read']

/** The attempts of a delivery, oldest first. */
export async function attemptsOf(read: Reading, deliveryId: number): Promise<readonly Attempt[]> {
  const query = read.selectFrom('attempt').selectAll().where('delivery_id', '=', deliveryId)
  return (await query.orderBy('number').execute()).map(attemptOf)
}

/** The attempts of a delivery, then those of the delivery that it sends once more, and so on. */
export async function lineageOf(read: Reading, deliveryId: number): Promise<readonly (readonly Attempt[])[]> {
  const generations: (readonly Attempt[])[] = []
  for (let id: number | null = deliveryId; id !== null; id = await redeliveryOf(read, id))
    generations.push(await attemptsOf(read, id))
  return generations
}

async function redeliveryOf(read: Reading, deliveryId: number): Promise<number | null> {
  const query = read.selectFrom('delivery').select('redelivery_of').where('id', '=', deliveryId)
  return (await query.executeTakeFirst())?.redelivery_of ?? null
}

function attemptOf(row: Selectable<AttemptTable>): Attempt {
  return {
    deliveryId: row.delivery_id,
    number: row.number,
    startedAtMs: row.started_at,
    durationMs: row.duration_ms,
    request: parsed(row.request_json) as SentRequest | null,
    response: parsed(row.response_json) as ReceivedResponse | null,
    failure: parsed(row.failure_json) as Failure | null,
  }
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json)
}
