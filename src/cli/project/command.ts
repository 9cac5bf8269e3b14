import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'

/** Adds `bellbuoy project` and what it can do. */
export function addProjectCommand(program: Command): void {
  const project = program.command('project').description('look at projects, create and delete them')
  const list = project
    .command('list')
    .description('list the projects that you may see')
    .option('--name <text>', 'only those with this text in their name')
  callsServer(list, 'project list --name team').action(async (options: RemoteOptions & { name?: string }) =>
    (await import('./list.ts')).list(options),
  )
  const show = project.command('show').description('show a project').argument('<project>', 'its name')
  callsServer(show, 'project show team').action(async (name: string, options: RemoteOptions) =>
    (await import('./show.ts')).show(name, options),
  )
  const create = project
    .command('create')
    .description('create a project')
    .argument('<project>', 'its name: the first part of the paths of its repositories')
    .option('--public', 'everyone who is logged in may see it')
  callsServer(create, 'project create team').action(
    async (name: string, options: RemoteOptions & { public?: boolean }) =>
      (await import('./create.ts')).create(name, options),
  )
  const remove = project
    .command('delete')
    .description('delete a project with its webhooks; deliveries that wait are stopped')
    .argument('<project>', 'its name')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'project delete team').action(
    async (name: string, options: RemoteOptions & { yes?: boolean }) =>
      (await import('./delete.ts')).remove(name, options),
  )
}
