import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { DeliveryResponse, EventDetailResponse } from '../../contract/history/history.ts'
import { plainLine } from '../plain-text.ts'
import { coloured } from '../remote/colour.ts'
import { facts } from '../remote/output.ts'
import { type Column, tableText } from '../remote/table.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'
import { aboutText, answerText, stateText, stateTone } from '../remote/words.ts'
import { outcomeText, outcomeTone } from './outcome-text.ts'
import { verdictText } from './verdict-text.ts'

/** Prints an event with its verdicts and deliveries. */
export async function show(
  id: string,
  { project, ...options }: RemoteOptions & ProjectOption,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const params = { event_id: id }
    const event = await client.ask(inScope(CALLS.getEvent, project ?? null), { params })
    output.details(event, () => event.id, eventText)
  })
}

const DELIVERIES: readonly Column<DeliveryResponse>[] = [
  { title: 'DELIVERY', of: (delivery) => String(delivery.id), isWhole: true },
  { title: 'STATE', of: stateText, tone: stateTone },
  { title: 'POLICY', of: ({ policy_name }) => policy_name },
  { title: 'TARGET', of: ({ target_address }) => target_address },
  { title: 'ANSWER', of: answerText },
]

function eventText(event: EventDetailResponse): string {
  const { content, withheld, merged_into, held_until, operator, digest } = event
  const head = facts([
    ['outcome', outcomeText(event), outcomeTone(event)],
    ['withheld', withheld ?? ''],
    ['merged into', merged_into ?? ''],
    ['decided', whole(held_until)],
    ['event', event.id],
    ['type', event.type],
    ['about', aboutText(event)],
    ['digest', digest ?? ''],
    ['by', operator === undefined ? content.actor_kind : `${operator} (${content.actor_kind})`],
    ['project', event.project_name ?? ''],
    ['source', event.source],
    ['happened', whole(event.occurred_at)],
    ['accepted', whole(event.accepted_at)],
  ])
  const verdicts = event.verdicts.map(
    ({ policy_name, policy_id, verdict }) =>
      `  ${plainLine(policy_name || String(policy_id), MAX_NAME)} ${plainLine(verdictText(verdict), MAX_VERDICT)}`,
  )
  return [
    head,
    section('Policies', verdicts.length === 0 ? '  No policy to check.' : verdicts.join('\n')),
    section('Deliveries', tableText(event.deliveries, { columns: DELIVERIES, none: '  None.' })),
  ].join('\n\n')
}

const MAX_NAME = 256
const MAX_VERDICT = 500

function section(title: string, text: string): string {
  return `${coloured(title, 'quiet')}\n${text}`
}
