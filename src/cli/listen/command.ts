import type { Command } from 'commander'
import { DATA_FOLDER, LISTEN_OPTIONS, type ListenOptions, commanderOption } from './options.ts'
import type { ListOptions } from './show.ts'

/** Adds `bellbuoy listen` and the commands below it. */
export function addListenCommand(program: Command): void {
  const listen = program
    .command('listen')
    .description('receive webhooks and run programs by rules; accepted webhooks survive a restart')
    .argument('[args...]', 'arguments for the --exec program, after --')
  for (const option of LISTEN_OPTIONS) listen.addOption(commanderOption(option))
  listen
    .option('--check', 'check the rules, show the program for a sample of each event type, and exit')
    .action(async (args: string[], options: ListenOptions) =>
      (await import('./listen.ts')).listen(options, args),
    )
  addHistoryCommands(listen)
}

function addHistoryCommands(listen: Command): void {
  const dataOf = (): string => listen.opts<ListenOptions>().data ?? DATA_FOLDER
  listen
    .command('list')
    .description('list runs, newest first; the listener can keep running')
    .option('--state <state>', 'only in this state: pending, running, success, error, superseded or stopped')
    .option('--rule <name>', 'only of this rule')
    .option('--limit <number>', 'maximum number of runs', '20')
    .option('--json', 'print JSON, one object per line')
    .action(async (options: ListOptions) => (await import('./show.ts')).list(dataOf(), options))
  listen
    .command('log <run>')
    .description('show a run with its attempts and their output')
    .option('--json', 'print one JSON object')
    .action(async (run: string, options: { json?: boolean }) =>
      (await import('./show.ts')).log(dataOf(), run, options),
    )
  listen
    .command('retry [runs...]')
    .description('start ended runs again')
    .option('--failed', 'all failed runs')
    .action(async (runs: string[], options: { failed?: boolean }) =>
      (await import('./change.ts')).retry(dataOf(), runs, options),
    )
  listen
    .command('stop <run>')
    .description('stop a waiting or running run')
    .action(async (run: string) => (await import('./change.ts')).stop(dataOf(), run))
}
