import type { Command } from 'commander'
import { textGiven } from '../remote/arguments.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { HeldOptions } from './held.ts'

/** Adds `bellbuoy hold` and what it can do. */
export function addHoldCommand(program: Command): void {
  const hold = program
    .command('hold')
    .description('hold deliveries: Bellbuoy accepts events and sends them after the release')
  const on = hold.command('on').description('hold the deliveries of a project, or all deliveries')
  ofScope(on, 'hold on --project team').action(async (options: Options) =>
    (await import('./hold.ts')).hold(options),
  )
  const off = hold.command('off').description('release a hold, and send the waiting deliveries')
  ofScope(off, 'hold off --project team').action(async (options: Options) =>
    (await import('./release.ts')).release(options),
  )
  const status = hold
    .command('status')
    .description('show whether a hold is on, since when, and who started it')
  callsServer(
    status.option('-p, --project <name>', 'hold of this project (default: hold of everything)', textGiven),
    'hold status --project team',
  ).action(async (options: Options) => (await import('./status.ts')).status(options))
}

type Options = RemoteOptions & HeldOptions

function ofScope(command: Command, example: string): Command {
  return callsServer(
    command
      .option('-p, --project <name>', 'the deliveries of this project', textGiven)
      .option('--everything', 'the deliveries of all projects')
      .option('-y, --yes', 'do not ask'),
    example,
  )
}
