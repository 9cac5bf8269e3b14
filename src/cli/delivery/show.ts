import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { DeliveryDetailResponse } from '../../contract/history/history.ts'
import { plainText } from '../plain-text.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { facts } from '../remote/output.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'
import { aboutText, stateText, stateTone } from '../remote/words.ts'
import { attemptText } from './attempt-text.ts'

/** Prints a delivery with its attempts, or its payload alone. */
export async function show(
  id: number,
  { project, payload = false, ...options }: RemoteOptions & ProjectOption & { readonly payload?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const params = { delivery_id: id }
    const delivery = await client.ask(inScope(CALLS.getDelivery, project ?? null), { params })
    if (payload) printPayload(delivery)
    else output.details(delivery, () => String(delivery.id), deliveryText)
  })
}

function printPayload({ id, payload }: DeliveryDetailResponse): void {
  if (payload === '')
    throw new CommandFault(
      EXIT.missing,
      `delivery ${String(id)} has no payload: Bellbuoy has removed it, or has not written it yet`,
    )
  process.stdout.write(process.stdout.isTTY ? `${plainText(payload)}\n` : payload)
}

function deliveryText(delivery: DeliveryDetailResponse): string {
  const { attempts_made, attempts, reason, redelivery_of, redelivered_as, policy_project_name } = delivery
  const head = facts([
    ['state', stateText(delivery), stateTone(delivery)],
    ['reason', reason ?? ''],
    ['next try', whole(delivery.due_at)],
    ['delivery', String(delivery.id)],
    ['about', `${aboutText(delivery)} (${delivery.event_type})`],
    ['event', delivery.event_id],
    [
      'policy',
      policy_project_name === undefined
        ? delivery.policy_name
        : `${delivery.policy_name} of ${policy_project_name}`,
    ],
    ['target', `${delivery.target_address} (${delivery.target_type}, number ${String(delivery.target_id)})`],
    ['redelivery of', redelivery_of === undefined ? '' : `delivery ${String(redelivery_of)}`],
    ['redelivered as', redelivered_as === undefined ? '' : `delivery ${String(redelivered_as)}`],
    ['created', whole(delivery.created_at)],
    ['ended', whole(delivery.ended_at)],
    [
      'attempts',
      attempts > attempts_made.length ? `${String(attempts)}; older records were removed` : String(attempts),
    ],
  ])
  return [head, ...attempts_made.map(attemptText)].join('\n\n')
}
