import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { DeliveryResponse } from '../../contract/history/history.ts'
import { firstOf } from '../remote/first-of.ts'
import type { Shown } from '../remote/output.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { ago } from '../remote/times.ts'
import { LINES, aboutText, answerText, stateText, stateTone } from '../remote/words.ts'
import { type DeliveryFilterOptions, deliveryFilter } from './delivery-filter.ts'

const SHOWN_DELIVERY: Shown<DeliveryResponse> = {
  columns: [
    { title: 'DELIVERY', of: ({ id }) => String(id), isWhole: true },
    { title: 'STATE', of: stateText, tone: stateTone, isWhole: true },
    { title: 'AGO', of: ({ created_at }) => ago(created_at), isWhole: true },
    { title: 'ANSWER', of: answerText },
    { title: 'ABOUT', of: aboutText, least: 24 },
    { title: 'POLICY', of: ({ policy_name }) => policy_name },
    { title: 'TARGET', of: ({ target_address }) => target_address },
  ],
  key: ({ id }) => String(id),
  none: 'No deliveries found.',
}

/** The most that the API gives at a time. */
const MAX_PART = 1000

/** Prints the newest deliveries that match. */
export async function list({
  limit = LINES,
  ...options
}: RemoteOptions & ProjectOption & DeliveryFilterOptions & { readonly limit?: number }): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const query = { ...(await deliveryFilter(client, options)), limit: Math.min(limit, MAX_PART) }
    const deliveries = client.each(inScope(CALLS.listDeliveries, options.project ?? null), { query })
    await output.list(firstOf(deliveries, limit), SHOWN_DELIVERY)
  })
}
