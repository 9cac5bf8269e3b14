import { type Command, Option } from 'commander'
import { numberGiven, textGiven } from '../remote/arguments.ts'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { AcknowledgeOptions } from './acknowledge.ts'
import type { ProblemListOptions } from './list.ts'

const ALL = 'all projects and the system'

/** Adds `bellbuoy problem` and what it can do. */
export function addProblemCommand(program: Command): void {
  const problem = program.command('problem').description('show problems, and acknowledge them')
  const list = problem
    .command('list')
    .description('list problems, newest first')
    .addOption(new Option('--state <state>', 'which').choices(['open', 'closed', 'all']).default('open'))
    .option('--kind <kind>', 'only of this kind, such as target_failing', textGiven)
  callsServer(inProject(list, ALL), 'problem list --project team').action(
    async (options: RemoteOptions & ProjectOption & ProblemListOptions) =>
      (await import('./list.ts')).list(options),
  )
  const show = problem
    .command('show')
    .description('show a problem and its most likely fix')
    .argument('<number>', 'number of the problem', numberGiven)
  callsServer(inProject(show, ALL), 'problem show 7').action(
    async (id: number, options: RemoteOptions & ProjectOption) =>
      (await import('./show.ts')).show(id, options),
  )
  const acknowledge = problem
    .command('acknowledge')
    .description('acknowledge a problem: you take care of it')
    .argument('<number>', 'number of the problem', numberGiven)
    .option('--note <text>', 'note for the others', textGiven)
    .option('--take-back', 'withdraw the acknowledgement')
  callsServer(inProject(acknowledge, ALL), 'problem acknowledge 7 --note "on it"').action(
    async (id: number, options: RemoteOptions & ProjectOption & AcknowledgeOptions) =>
      (await import('./acknowledge.ts')).acknowledge(id, options),
  )
}
