import { type Command, Option } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import { type RoleName, ROLE_NAMES } from './role-names.ts'

const role = (): Option =>
  new Option('--role <role>', 'role in the project').choices(ROLE_NAMES).makeOptionMandatory()

/** Adds `bellbuoy member` and what it can do. */
export function addMemberCommand(program: Command): void {
  const member = program
    .command('member')
    .description('list, add, change and remove the members of a project')
  const list = member
    .command('list')
    .description('list the members of a project and their roles')
    .argument('<project>', 'name of the project')
  callsServer(list, 'member list team').action(async (project: string, options: RemoteOptions) =>
    (await import('./list.ts')).list(project, options),
  )
  const add = member
    .command('add')
    .description('add a user or a group to a project')
    .argument('<project>', 'name of the project')
    .argument('<name>', 'name of the user or group')
    .addOption(role())
    .option('--group', 'the name is a group of the OpenID provider or the directory')
  callsServer(add, 'member add team anna --role maintainer').action(
    async (project: string, name: string, options: RemoteOptions & { role: RoleName; group?: boolean }) =>
      (await import('./add.ts')).add(project, name, options),
  )
  const set = member
    .command('set')
    .description('change the role of a member')
    .argument('<project>', 'name of the project')
    .argument('<name>', 'name of the user or group')
    .addOption(role())
  callsServer(set, 'member set team anna --role guest').action(
    async (project: string, name: string, options: RemoteOptions & { role: RoleName }) =>
      (await import('./set.ts')).set(project, name, options),
  )
  const remove = member
    .command('remove')
    .description('remove a member from a project')
    .argument('<project>', 'name of the project')
    .argument('<name>', 'name of the user or group')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'member remove team anna').action(
    async (project: string, name: string, options: RemoteOptions & { yes?: boolean }) =>
      (await import('./remove.ts')).remove(project, name, options),
  )
}
