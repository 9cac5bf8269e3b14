import type { Command } from 'commander'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'

/** Adds `bellbuoy target` and what it can do. */
export function addTargetCommand(program: Command): void {
  const target = program.command('target').description('pause targets of policies, and resume them')
  for (const [verb, isPaused, does] of [
    ['pause', true, 'let the deliveries of a target wait'],
    ['resume', false, 'send what waits for a target, and what comes'],
  ] as const) {
    const command = target
      .command(verb)
      .description(does)
      .argument('<target>', 'its number, or its whole address')
    callsServer(
      inProject(command, 'a target of a global policy'),
      `target ${verb} https://ci.example.com/hook --project team`,
    ).action(async (given: string, options: RemoteOptions & ProjectOption) =>
      (await import('./pause.ts')).setPaused(given, isPaused, options),
    )
  }
}
