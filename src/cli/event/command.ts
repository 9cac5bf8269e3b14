import type { Command } from 'commander'
import { numberGiven, textGiven } from '../remote/arguments.ts'
import { filtersEvents } from '../remote/filter-options.ts'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { EventListOptions } from './list.ts'
import type { SendOptions } from './send.ts'

const ALL = 'all projects'

/** Adds `bellbuoy event` and what it can do. */
export function addEventCommand(program: Command): void {
  const event = program.command('event').description('show events and their outcomes, send an event')
  const list = filtersEvents(event.command('list').description('list the newest events'))
    .option(
      '--outcome <states>',
      'only with these outcomes, separated by commas: delivered, failed, unsent, …',
      textGiven,
    )
    .option('-n, --limit <count>', 'how many (default: 20)', numberGiven)
  callsServer(inProject(list, ALL), 'event list --project team --since 2h --outcome failed').action(
    async (options: RemoteOptions & ProjectOption & EventListOptions) =>
      (await import('./list.ts')).list(options),
  )
  const show = event
    .command('show')
    .description('show an event, the verdict of each policy, and its deliveries')
    .argument('<event>', 'its id')
  callsServer(inProject(show, ALL), 'event show 0198c2d4-…').action(
    async (id: string, options: RemoteOptions & ProjectOption) =>
      (await import('./show.ts')).show(id, options),
  )
  const send = event
    .command('send')
    .description(
      'report an event as a CloudEvent; needs the permission event:create, or the token of a generic source in BELLBUOY_TOKEN',
    )
    .option(
      '-f, --file <file>',
      'a CloudEvent or a list of CloudEvents, in JSON or YAML; - reads standard input',
      textGiven,
    )
    .option('--type <type>', 'event type (default: PUSH_ARTIFACT)', textGiven)
    .option('--repository <path>', 'repository, such as team/app', textGiven)
    .option('--tag <tag>', 'tag of the artifact', textGiven)
    .option('--digest <digest>', 'digest of its manifest', textGiven)
    .option('--operator <name>', 'user or robot behind the event', textGiven)
    .option(
      '--id <id>',
      'id of the event; Bellbuoy ignores an id that it already has (default: a new id)',
      textGiven,
    )
  callsServer(send, 'event send --repository team/app --tag v1').action(
    async (options: RemoteOptions & SendOptions) => (await import('./send.ts')).send(options),
  )
}
