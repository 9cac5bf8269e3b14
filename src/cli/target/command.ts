import type { Command } from 'commander'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'

/** Adds `bellbuoy target` and what it can do. */
export function addTargetCommand(program: Command): void {
  const target = program.command('target').description('pause and resume targets')
  for (const [verb, isPaused, does] of [
    ['pause', true, 'pause a target: its deliveries wait'],
    ['resume', false, 'resume a target: its waiting deliveries go out'],
  ] as const) {
    const command = target
      .command(verb)
      .description(does)
      .argument('<target>', 'number or full address of the target')
    callsServer(
      inProject(command, 'a target of a global policy'),
      `target ${verb} https://ci.example.com/hook --project team`,
    ).action(async (given: string, options: RemoteOptions & ProjectOption) =>
      (await import('./pause.ts')).setPaused(given, isPaused, options),
    )
  }
}
