import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'

/** Adds `bellbuoy project` and what it can do. */
export function addProjectCommand(program: Command): void {
  const project = program.command('project').description('list, create and delete projects')
  const list = project
    .command('list')
    .description('list the projects that you can see')
    .option('--name <text>', 'only names that contain this text')
  callsServer(list, 'project list --name team').action(async (options: RemoteOptions & { name?: string }) =>
    (await import('./list.ts')).list(options),
  )
  const show = project
    .command('show')
    .description('show a project')
    .argument('<project>', 'name of the project')
  callsServer(show, 'project show team').action(async (name: string, options: RemoteOptions) =>
    (await import('./show.ts')).show(name, options),
  )
  const create = project
    .command('create')
    .description('create a project')
    .argument('<project>', 'name of the project: the first part of its repository paths')
    .option('--public', 'every logged-in user can see it')
  callsServer(create, 'project create team').action(
    async (name: string, options: RemoteOptions & { public?: boolean }) =>
      (await import('./create.ts')).create(name, options),
  )
  const remove = project
    .command('delete')
    .description('delete a project and its webhooks, and stop the waiting deliveries')
    .argument('<project>', 'name of the project')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'project delete team').action(
    async (name: string, options: RemoteOptions & { yes?: boolean }) =>
      (await import('./delete.ts')).remove(name, options),
  )
}
