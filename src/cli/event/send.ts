import { randomUUID } from 'node:crypto'
import * as CALLS from '../../contract/calls.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { counted } from '../remote/counted.ts'
import { withoutAbsent } from '../remote/filter-options.ts'
import { nameOf, textIn, yamlIn } from '../remote/given-file.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'

/** An event by options, or one or many in a file. */
export interface SendOptions {
  readonly file?: string
  readonly type?: string
  readonly repository?: string
  readonly tag?: string
  readonly digest?: string
  readonly operator?: string
  readonly id?: string
}

/** Reports events, and says what became of them. */
export async function send({
  file,
  type,
  repository,
  tag,
  digest,
  operator,
  id,
  ...options
}: RemoteOptions & SendOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const given = withoutAbsent({ type, repository, tag, digest, operator, id })
    const events = file === undefined ? oneEvent(given) : await eventsIn(file, given)
    const batch = Array.isArray(events) ? '-batch' : ''
    const content = {
      mediaType: `application/cloudevents${batch}+json`,
      text: JSON.stringify(events),
    }
    const { accepted, repeated, ignored } = await client.ask(CALLS.createEvents, { content })
    output.one(
      { accepted, repeated, ignored },
      () => String(accepted),
      () =>
        [
          `${counted(accepted, 'event is', 'events are')} accepted.`,
          repeated === 0 ? '' : `${counted(repeated, 'was', 'were')} known already.`,
          ignored === 0 ? '' : `${counted(ignored, 'is', 'are')} of a kind that Bellbuoy does not deliver.`,
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
    )
  })
}

type Given = Omit<SendOptions, 'file'>

function oneEvent({ type = 'PUSH_ARTIFACT', id = randomUUID(), ...data }: Given): object {
  if (data.repository === undefined)
    throw new CommandFault(
      EXIT.usage,
      'say where it happened by --repository, or give a CloudEvent by -f FILE',
    )
  return { specversion: '1.0', id, source: '/bellbuoy/command-line', type, data }
}

async function eventsIn(file: string, given: Given): Promise<object> {
  if (Object.keys(given).length > 0)
    throw new CommandFault(EXIT.usage, 'a file has whole events: leave the other options out, or the file')
  const events = await yamlIn(await textIn(file), file)
  if (typeof events === 'object' && events !== null) return events
  throw new CommandFault(EXIT.refused, `${nameOf(file)} has neither a CloudEvent nor a list of them`)
}
