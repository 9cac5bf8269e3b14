import { type Command, Option } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import { type RoleName, ROLE_NAMES } from './role-names.ts'

const role = (): Option =>
  new Option('--role <role>', 'what they may do').choices(ROLE_NAMES).makeOptionMandatory()

/** Adds `bellbuoy member` and what it can do. */
export function addMemberCommand(program: Command): void {
  const member = program
    .command('member')
    .description('look at the members of a project, add and remove them')
  const list = member
    .command('list')
    .description('list the members of a project with their roles')
    .argument('<project>', 'its name')
  callsServer(list, 'member list team').action(async (project: string, options: RemoteOptions) =>
    (await import('./list.ts')).list(project, options),
  )
  const add = member
    .command('add')
    .description('make a user or a group a member of a project')
    .argument('<project>', 'its name')
    .argument('<name>', 'of the user, or of the group')
    .addOption(role())
    .option('--group', 'the name is that of a group of the OpenID provider or of the directory')
  callsServer(add, 'member add team anna --role maintainer').action(
    async (project: string, name: string, options: RemoteOptions & { role: RoleName; group?: boolean }) =>
      (await import('./add.ts')).add(project, name, options),
  )
  const set = member
    .command('set')
    .description('give a member another role')
    .argument('<project>', 'its name')
    .argument('<name>', 'of the user, or of the group')
    .addOption(role())
  callsServer(set, 'member set team anna --role guest').action(
    async (project: string, name: string, options: RemoteOptions & { role: RoleName }) =>
      (await import('./set.ts')).set(project, name, options),
  )
  const remove = member
    .command('remove')
    .description('end a membership')
    .argument('<project>', 'its name')
    .argument('<name>', 'of the user, or of the group')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'member remove team anna').action(
    async (project: string, name: string, options: RemoteOptions & { yes?: boolean }) =>
      (await import('./remove.ts')).remove(project, name, options),
  )
}
