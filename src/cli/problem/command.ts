import { type Command, Option } from 'commander'
import { numberGiven, textGiven } from '../remote/arguments.ts'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { AcknowledgeOptions } from './acknowledge.ts'
import type { ProblemListOptions } from './list.ts'

const ALL = 'all projects and the system'

/** Adds `bellbuoy problem` and what it can do. */
export function addProblemCommand(program: Command): void {
  const problem = program.command('problem').description('look at what needs a person, and take it on')
  const list = problem
    .command('list')
    .description('list the open problems, the newest first')
    .addOption(new Option('--state <state>', 'which').choices(['open', 'closed', 'all']).default('open'))
    .option('--kind <kind>', 'only of this kind, such as target_failing', textGiven)
  callsServer(inProject(list, ALL), 'problem list --project team').action(
    async (options: RemoteOptions & ProjectOption & ProblemListOptions) =>
      (await import('./list.ts')).list(options),
  )
  const show = problem
    .command('show')
    .description('show a problem, and what most likely helps')
    .argument('<number>', 'its number', numberGiven)
  callsServer(inProject(show, ALL), 'problem show 7').action(
    async (id: number, options: RemoteOptions & ProjectOption) =>
      (await import('./show.ts')).show(id, options),
  )
  const acknowledge = problem
    .command('acknowledge')
    .description('say that you look after a problem')
    .argument('<number>', 'its number', numberGiven)
    .option('--note <text>', 'for the others', textGiven)
    .option('--take-back', 'you do not any more')
  callsServer(inProject(acknowledge, ALL), 'problem acknowledge 7 --note "on it"').action(
    async (id: number, options: RemoteOptions & ProjectOption & AcknowledgeOptions) =>
      (await import('./acknowledge.ts')).acknowledge(id, options),
  )
}
