import type { Command } from 'commander'
import { numberGiven, textGiven, textsGiven } from '../remote/arguments.ts'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { DraftOptions } from './draft.ts'
import type { SampleOptions } from './sample-options.ts'

type Options = RemoteOptions & ProjectOption
const POLICY = 'name or number of the policy'

/** Adds `bellbuoy policy` and what it can do. */
export function addPolicyCommand(program: Command): void {
  const policy = program.command('policy').description('list, create, change and test policies')
  addLooks(policy)
  addWrites(policy)
  addSwitches(policy)
  addTrials(policy)
}

function addLooks(policy: Command): void {
  const list = policy.command('list').description('list the policies of a project, or the global ones')
  ofServer(list, 'policy list --project team').action(async (options: Options) =>
    (await import('./list.ts')).list(options),
  )
  const get = policy
    .command('get')
    .description('print a policy as YAML for policy edit -f; secrets are left out, and stay unchanged')
    .argument('<policy>', POLICY)
  ofServer(get, 'policy get ci --project team > ci.yml').action(async (given: string, options: Options) =>
    (await import('./get.ts')).get(given, options),
  )
}

function addWrites(policy: Command): void {
  const create = withDraft(
    policy
      .command('create')
      .description('create a policy; it is enabled unless the file or --disabled turns it off')
      .argument('[name]', 'name of the policy (default: the name in the file)'),
  )
  ofServer(create, 'policy create ci -p team -e PUSH_ARTIFACT --target https://ci.test/x').action(
    async (name: string | undefined, options: Options & DraftOptions) =>
      (await import('./create.ts')).create(name, options),
  )
  const edit = withDraft(
    policy
      .command('edit')
      .description('replace a policy with a file, change parts with options, or open it in $EDITOR')
      .argument('<policy>', POLICY)
      .option('--name <name>', 'new name', textGiven),
  )
  ofServer(edit, 'policy edit ci --project team -f ci.yml').action(
    async (given: string, options: Options & DraftOptions) =>
      (await import('./edit.ts')).edit(given, options),
  )
  const remove = policy
    .command('delete')
    .description('delete a policy, and stop its waiting deliveries')
    .argument('<policy>', POLICY)
    .option('-y, --yes', 'do not ask')
  ofServer(remove, 'policy delete ci --project team').action(
    async (given: string, options: Options & { yes?: boolean }) =>
      (await import('./delete.ts')).remove(given, options),
  )
}

function addSwitches(policy: Command): void {
  for (const [verb, isEnabled, does] of [
    ['enable', true, 'enable a policy: it gets events again'],
    ['disable', false, 'disable a policy: it gets no events, and its waiting deliveries are stopped'],
  ] as const) {
    const command = policy.command(verb).description(does).argument('<policy>', POLICY)
    ofServer(command, `policy ${verb} ci --project team`).action(async (given: string, options: Options) =>
      (await import('./switch.ts')).setEnabled(given, isEnabled, options),
    )
  }
}

function addTrials(policy: Command): void {
  const test = policy
    .command('test')
    .description(
      'send a sample to the targets of a policy, and show their responses; exit code 1 if a target did not accept it',
    )
    .argument('<policy>', POLICY)
  ofServer(ofSample(test), 'policy test ci --project team').action(
    async (given: string, options: Options & SampleOptions) =>
      (await import('./test.ts')).test(given, options),
  )
  const preview = policy
    .command('preview')
    .description(
      'print the payload that a target would get for a sample event; exit code 1 if a part of it is missing',
    )
    .argument('<policy>', POLICY)
  ofServer(ofSample(preview), 'policy preview ci --project team --event PUSH_ARTIFACT').action(
    async (given: string, options: Options & SampleOptions) =>
      (await import('./preview.ts')).preview(given, options),
  )
}

function ofServer(command: Command, example: string): Command {
  return callsServer(inProject(command, 'the global policies'), example)
}

function ofSample(command: Command): Command {
  return command
    .option(
      '-e, --event <type>',
      'event type of the sample (default: the first type of the policy)',
      textGiven,
    )
    .option('--target <number>', 'only this target of the policy', numberGiven)
}

function withDraft(command: Command): Command {
  return command
    .option(
      '-f, --file <file>',
      'the policy in YAML or JSON, as in the API; - reads standard input',
      textGiven,
    )
    .option('--description <text>', 'description of the policy')
    .option('-e, --event <types...>', 'event types that the policy subscribes to', textsGiven)
    .option('--target <urls...>', 'addresses of the targets', textsGiven)
    .option('--target-type <type>', 'type of these targets: http, slack, teams, … (default: http)', textGiven)
    .option('--format <name>', 'payload format of the targets', textGiven)
    .option('--repositories <globs...>', 'only these repositories', textsGiven)
    .option('--tags <globs...>', 'only these tags', textsGiven)
    .option(
      '--auth-header-file <file>',
      'file with the Authorization header for the target; - reads standard input',
      textGiven,
    )
    .option('--disabled', 'create or leave the policy disabled')
}
