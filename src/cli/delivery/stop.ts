import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { counted } from '../remote/counted.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type BulkOptions, onDeliveries } from './on-deliveries.ts'

/** Stops deliveries that wait or run. */
export async function stop(
  ids: readonly number[],
  options: RemoteOptions & ProjectOption & BulkOptions,
): Promise<void> {
  await onDeliveries(ids, options, {
    async one({ client }, id) {
      const params = { delivery_id: id }
      const { state } = await client.ask(inScope(CALLS.stopDelivery, options.project ?? null), { params })
      return { result: { id, state }, says: `Stopped delivery ${String(id)}.` }
    },
    many: CALLS.stopDeliveries,
    words: {
      counted: (count) => counted(count, 'delivery', 'deliveries'),
      toDo: (deliveries) => `stop ${deliveries}`,
      isDone: (deliveries) => `${deliveries} stopped`,
      none: 'No matching delivery can be stopped.',
    },
  })
}
