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
    .description('send the deliveries again that failed while a target was failing; each only once')
    .argument('[problems...]', 'numbers of problems (bellbuoy problem list shows them)', numbersGiven, [])
    .option('--policy <policy>', 'all failing targets of this policy (name or number)', textGiven)
  callsServer(
    asks(inProject(recover, 'all projects; with --policy, a global one')),
    'recover --project team --policy ci',
  ).action(async (problems: readonly number[], options: RemoteOptions & ProjectOption & RecoverOptions) =>
    (await import('./recover.ts')).recover(problems, options),
  )
  const replay = program
    .command('replay')
    .description('send a policy the past events that match it and that it has missed')
    .argument('<policy>', 'name or number of the policy')
    .requiredOption(
      '--since <time>',
      'only events since this time: 30m, 2h or 7d ago, or a time such as 2026-11-30T12:00:00Z',
      textGiven,
    )
    .option('--until <time>', 'only events before this time (default: now)', textGiven)
    .option('--again', 'also send events that the policy already got')
  callsServer(
    asks(inProject(replay, 'a global policy')),
    'replay ci --project team --since 2h --dry-run',
  ).action(async (policy: string, options: RemoteOptions & ProjectOption & ReplayOptions) =>
    (await import('./replay.ts')).replay(policy, options),
  )
}

function asks(command: Command): Command {
  return command.option('--dry-run', 'only count; change nothing').option('-y, --yes', 'do not ask')
}
