import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { counted } from '../remote/counted.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type BulkOptions, onDeliveries } from './on-deliveries.ts'

/** Sends deliveries once more. */
export async function redeliver(
  ids: readonly number[],
  options: RemoteOptions & ProjectOption & BulkOptions,
): Promise<void> {
  await onDeliveries(ids, options, {
    async one({ client }, id) {
      const params = { delivery_id: id }
      const created = await client.ask(inScope(CALLS.redeliver, options.project ?? null), { params })
      const says = `Sent delivery ${String(id)} again as delivery ${String(created.id)}.`
      return { result: { id, redelivered_as: created.id }, says }
    },
    many: CALLS.redeliverMany,
    words: {
      counted: (count) => counted(count, 'delivery', 'deliveries'),
      toDo: (deliveries) => `send ${deliveries} again`,
      isDone: (deliveries) => `${deliveries} sent again`,
      none: 'No matching delivery can be sent again.',
    },
  })
}
