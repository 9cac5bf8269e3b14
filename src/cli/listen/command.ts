import type { Command } from 'commander'
import { DATA_FOLDER, LISTEN_OPTIONS, type ListenOptions, commanderOption } from './options.ts'
import type { ListOptions } from './show.ts'

/** Adds `bellbuoy listen` and the commands below it. */
export function addListenCommand(program: Command): void {
  const listen = program
    .command('listen')
    .description('receive webhooks and run what the rules say; what was accepted survives a restart')
    .argument('[args...]', 'arguments of the program of --exec, behind --')
  for (const option of LISTEN_OPTIONS) listen.addOption(commanderOption(option))
  listen
    .option('--check', 'check the rules, show what would run for a sample of each event type, and end')
    .action(async (args: string[], options: ListenOptions) =>
      (await import('./listen.ts')).listen(options, args),
    )
  addHistoryCommands(listen)
}

function addHistoryCommands(listen: Command): void {
  const dataOf = (): string => listen.opts<ListenOptions>().data ?? DATA_FOLDER
  listen
    .command('list')
    .description('show runs, the newest first; the listener may run meanwhile')
    .option('--state <state>', 'pending, running, success, error, superseded or stopped')
    .option('--rule <name>', 'only of this rule')
    .option('--limit <number>', 'so many at the most', '20')
    .option('--json', 'one JSON object a line')
    .action(async (options: ListOptions) => (await import('./show.ts')).list(dataOf(), options))
  listen
    .command('log <run>')
    .description('show a run with its attempts and their output')
    .option('--json', 'as one JSON object')
    .action(async (run: string, options: { json?: boolean }) =>
      (await import('./show.ts')).log(dataOf(), run, options),
    )
  listen
    .command('retry [runs...]')
    .description('run again what has ended')
    .option('--failed', 'all runs that gave up')
    .action(async (runs: string[], options: { failed?: boolean }) =>
      (await import('./change.ts')).retry(dataOf(), runs, options),
    )
  listen
    .command('stop <run>')
    .description('end a run that waits or is under way')
    .action(async (run: string) => (await import('./change.ts')).stop(dataOf(), run))
}
