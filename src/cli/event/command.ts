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
  const event = program.command('event').description('look at events and what became of them, send one')
  const list = filtersEvents(event.command('list').description('list the newest events'))
    .option(
      '--outcome <states>',
      'only what became of it: delivered, failed, unsent, …; several, joined by commas',
      textGiven,
    )
    .option('-n, --limit <count>', 'how many (default: 20)', numberGiven)
  callsServer(inProject(list, ALL), 'event list --project team --since 2h --outcome failed').action(
    async (options: RemoteOptions & ProjectOption & EventListOptions) =>
      (await import('./list.ts')).list(options),
  )
  const show = event
    .command('show')
    .description('show an event, why each policy got it or not, and its deliveries')
    .argument('<event>', 'its id')
  callsServer(inProject(show, ALL), 'event show 0198c2d4-…').action(
    async (id: string, options: RemoteOptions & ProjectOption) =>
      (await import('./show.ts')).show(id, options),
  )
  const send = event
    .command('send')
    .description(
      'report an event as CloudEvent; you need the permission event:create, or BELLBUOY_TOKEN is the token of a generic source',
    )
    .option(
      '-f, --file <file>',
      'one CloudEvent or a list of them, as JSON or YAML; - is standard input',
      textGiven,
    )
    .option('--type <type>', 'what happened (default: PUSH_ARTIFACT)', textGiven)
    .option('--repository <path>', 'where, such as team/app', textGiven)
    .option('--tag <tag>', 'its tag', textGiven)
    .option('--digest <digest>', 'digest of its manifest', textGiven)
    .option('--operator <name>', 'who did it', textGiven)
    .option('--id <id>', 'of the event: the same again is the same event (default: a new one)', textGiven)
  callsServer(send, 'event send --repository team/app --tag v1').action(
    async (options: RemoteOptions & SendOptions) => (await import('./send.ts')).send(options),
  )
}
