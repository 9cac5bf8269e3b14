import type { DeliveryControl } from '../../domain/delivery/delivery-control.ts'
import { OPEN_STATES } from '../../domain/delivery/delivery-state.ts'
import type { Connections, Writing } from '../connections.ts'
import { RULES } from '../rules-revision.ts'
import type { BirthTimes } from './again/birth-times.ts'
import { gottenEvents } from './again/gotten-events.ts'
import { withoutPayload } from './again/has-payload.ts'
import { incompletelyRecoverable, recoverable } from './again/recover.ts'
import { redeliver } from './again/redeliver.ts'
import { replay } from './again/replay.ts'

export function createDeliveryControl({ read, write, lock, now, serviceNow }: Connections): DeliveryControl {
  const times = (): BirthTimes => ({ atMs: now(), serviceMs: serviceNow() })
  /** Nothing is created for a target that is being removed. */
  const creating = <Result>(create: (transaction: Writing) => Promise<Result>) =>
    write.transaction().execute(async (transaction) => {
      await lock(transaction, RULES)
      return create(transaction)
    })
  return {
    redeliver: (ids) => creating((transaction) => redeliver(transaction, ids, times(), false)),
    redeliverOnce: (ids) => creating((transaction) => redeliver(transaction, ids, times(), true)),
    withoutPayload: (ids) => withoutPayload(read, ids),
    incompletelyRecoverable: (scope, projectId) => incompletelyRecoverable(read, scope, projectId),
    recoverable: async (scope, limit) => (await recoverable(read, scope, limit)).length,
    recover: (scope, limit) =>
      creating(async (transaction) =>
        redeliver(transaction, await recoverable(transaction, scope, limit), times(), true),
      ),
    replay: (events, which) => creating((transaction) => replay(transaction, events, times(), which)),
    gotten: (policyId, eventIds) => gottenEvents(read, policyId, eventIds),
    stop: (ids, reason) =>
      write.transaction().execute((transaction) => stop(transaction, ids, reason, now())),
  }
}

async function stop(
  transaction: Writing,
  ids: readonly number[],
  reason: string,
  atMs: number,
): Promise<number> {
  if (ids.length === 0) return 0
  const update = transaction
    .updateTable('delivery')
    .set({ state: 'stopped', due_at: null, reason, updated_at: atMs, ended_at: atMs })
    .where('id', 'in', ids)
    .where('state', 'in', OPEN_STATES)
  return Number((await update.executeTakeFirstOrThrow()).numUpdatedRows)
}
