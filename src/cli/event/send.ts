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
          `Accepted ${counted(accepted, 'event', 'events')}.`,
          repeated === 0 ? '' : `Bellbuoy already had ${String(repeated)}.`,
          ignored === 0 ? '' : `Bellbuoy does not deliver the type of ${String(ignored)}.`,
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
    )
  })
}

type Given = Omit<SendOptions, 'file'>

function oneEvent({ type = 'PUSH_ARTIFACT', id = randomUUID(), ...data }: Given): object {
  if (data.repository === undefined)
    throw new CommandFault(EXIT.usage, 'no event given: add --repository, or -f FILE with a CloudEvent')
  return { specversion: '1.0', id, source: '/bellbuoy/command-line', type, data }
}

async function eventsIn(file: string, given: Given): Promise<object> {
  if (Object.keys(given).length > 0)
    throw new CommandFault(EXIT.usage, 'give either a file or the other options, not both')
  const events = await yamlIn(await textIn(file), file)
  if (typeof events === 'object' && events !== null) return events
  throw new CommandFault(
    EXIT.refused,
    `${nameOf(file)} contains neither a CloudEvent nor a list of CloudEvents`,
  )
}
