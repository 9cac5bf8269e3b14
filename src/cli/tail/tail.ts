import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { DELIVERY_STATES } from '../../domain/delivery/delivery-state.ts'
import { EVENT_TYPES, eventTypeOf } from '../../domain/event/event-type.ts'
import { nearestWord } from '../../domain/nearest-word.ts'
import { plainJson, plainText } from '../plain-text.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type Remote, runRemote } from '../remote/run-remote.ts'
import { momentIn } from '../remote/spans.ts'
import { Feed, type News } from './feed.ts'
import { follow } from './follow.ts'
import { newsLine } from './line.ts'

export interface TailOptions {
  readonly since?: string
  readonly project?: string
  readonly type?: string
  readonly repository?: string
  readonly state?: string
  readonly policy?: string
}

/** Prints events and deliveries as they come, one a line, until Ctrl+C. */
export async function tail({
  since,
  project,
  state,
  policy,
  type,
  repository,
  ...options
}: RemoteOptions & TailOptions): Promise<void> {
  await runRemote(options, async ({ client, output, signal }) => {
    const states = state === undefined ? null : statesIn(state)
    const scope = project ?? null
    const filter = {
      project: scope,
      onlyDeliveries: states !== null || policy !== undefined,
      ...(type !== undefined && { type: eventTypeIn(type) }),
      ...(repository !== undefined && { repository }),
      ...(policy !== undefined && { policyId: await policyId(client, scope, policy) }),
    }
    const feed = new Feed(client, filter, await beginning(client, since))
    const print = (news: News): void => {
      if (states === null || ('delivery' in news && states.includes(news.delivery.state)))
        printNews(news, output.form)
    }
    const say = (sentence: string): void => console.error(`bellbuoy: ${plainText(sentence)}`)
    await follow({ client, project: scope, feed, signal, print, say })
    process.exitCode = EXIT.interrupted
  })
}

function printNews(news: News, form: Remote['output']['form']): void {
  if (form === 'json') console.log(plainJson(news))
  else if (form === 'quiet') console.log('event' in news ? news.event.id : news.delivery.id)
  else console.log(newsLine(news))
}

/** Where to begin, by the clock of the server. */
async function beginning(client: Client, since: string | undefined): Promise<string> {
  const { current_time: now = new Date().toISOString() } = await client.ask(CALLS.getSystemInfo)
  const moment = momentIn(since ?? '0s', Date.parse(now))
  if (moment === null)
    throw new CommandFault(
      EXIT.usage,
      `${since} is not a time for --since: give 30s, 10m, 2h or 7d, or a time such as 2026-11-30T12:00:00Z`,
    )
  return moment.toISOString()
}

function statesIn(text: string): readonly string[] {
  const states = text.split(',').map((state) => state.trim())
  const wrong = states.find((state) => !DELIVERY_STATES.some((known) => known === state))
  if (wrong === undefined) return states
  throw new CommandFault(
    EXIT.usage,
    `${JSON.stringify(wrong)} is not a delivery state: use ${DELIVERY_STATES.join(', ')}`,
  )
}

/** By either name. */
function eventTypeIn(text: string): string {
  const type = eventTypeOf(text)
  if (type !== null) return type
  const meant = nearestWord(text, EVENT_TYPES)
  const hint = meant === null ? `: use one of ${EVENT_TYPES.join(', ')}` : `; did you mean ${meant}?`
  throw new CommandFault(EXIT.usage, `there is no event type ${JSON.stringify(text)}${hint}`)
}

/** Of a policy that is named by its number, or by its name: in its project, or among those of all projects. */
async function policyId(client: Client, project: string | null, policy: string): Promise<number> {
  if (/^\d+$/.test(policy)) return Number(policy)
  for await (const { id, name } of client.each(inScope(CALLS.listPolicies, project)))
    if (name === policy) return id
  const where =
    project === null ? 'for all projects; add --project NAME for a policy of a project' : `in ${project}`
  throw new CommandFault(EXIT.missing, `there is no policy ${JSON.stringify(policy)} ${where}`)
}
