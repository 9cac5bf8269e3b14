import type { Command } from 'commander'
import { numbersGiven, textGiven } from '../remote/arguments.ts'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { RecoverOptions } from './recover.ts'
import type { ReplayOptions } from './replay.ts'

/** Adds `bellbuoy recover` and `bellbuoy replay`. */
export function addRecoveryCommands(program: Command): void {
  const recover = program
    .command('recover')
    .description('send what failed at a target since it began to fail; nothing is sent twice')
    .argument('[problems...]', 'numbers of problems: bellbuoy problem list shows them', numbersGiven, [])
    .option('--policy <policy>', 'all failing targets of this policy, by its name or number', textGiven)
  callsServer(
    asks(inProject(recover, 'all projects; with --policy, a global one')),
    'recover --project team --policy ci',
  ).action(async (problems: readonly number[], options: RemoteOptions & ProjectOption & RecoverOptions) =>
    (await import('./recover.ts')).recover(problems, options),
  )
  const replay = program
    .command('replay')
    .description('send a policy the past events that it wants and has missed')
    .argument('<policy>', 'its name or number')
    .requiredOption(
      '--since <time>',
      'events from then on: a span before now (30m, 2h, 7d) or a time',
      textGiven,
    )
    .option('--until <time>', 'only events before then (default: now)', textGiven)
    .option('--again', 'events that it has got already too')
  callsServer(
    asks(inProject(replay, 'a global policy')),
    'replay ci --project team --since 2h --dry-run',
  ).action(async (policy: string, options: RemoteOptions & ProjectOption & ReplayOptions) =>
    (await import('./replay.ts')).replay(policy, options),
  )
}

function asks(command: Command): Command {
  return command.option('--dry-run', 'only count').option('-y, --yes', 'do not ask')
}
