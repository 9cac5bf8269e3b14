import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { CreateOptions } from './create.ts'

/** What the commands take that look for one robot, or for all of a place. */
interface InProject {
  readonly project?: string
}

interface Change extends InProject {
  readonly yes?: boolean
}

const IN_PROJECT = ['--project <name>', 'of this project (default: of the system)'] as const

/** Adds `bellbuoy robot` and what it can do. */
export function addRobotCommand(program: Command): void {
  const robot = program
    .command('robot')
    .description('look at robots, the accounts of programs; create, rotate and delete them')
  const list = robot
    .command('list')
    .description('list the robots of the system, or of a project')
    .option(...IN_PROJECT)
  callsServer(list, 'robot list --project team').action(async (options: RemoteOptions & InProject) =>
    (await import('./list.ts')).list(options),
  )
  addCreate(robot)
  const rotate = robot
    .command('rotate')
    .description('give a robot a new secret, shown once; the old one is void at once')
    .argument('<robot>', 'its name, with or without robot$')
    .option(...IN_PROJECT)
    .option('-y, --yes', 'do not ask')
  callsServer(rotate, 'robot rotate builder --project team').action(
    async (name: string, options: RemoteOptions & Change) =>
      (await import('./rotate.ts')).rotate(name, options),
  )
  const remove = robot
    .command('delete')
    .description('delete a robot')
    .argument('<robot>', 'its name, with or without robot$')
    .option(...IN_PROJECT)
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'robot delete builder --project team').action(
    async (name: string, options: RemoteOptions & Change) =>
      (await import('./delete.ts')).remove(name, options),
  )
}

function addCreate(robot: Command): void {
  const create = robot
    .command('create')
    .description('create a robot, which may read webhooks and their history; its secret is shown once')
    .argument('<robot>', 'its name, without robot$')
    .option('--project <name>', 'it belongs to this project, and may act there alone (default: in all)')
    .option('--manage', 'it may change webhooks too')
    .option(
      '--permission <resource:action...>',
      'these permissions instead, such as notification-policy:read',
    )
    .option('--days <days>', 'how long it lasts, or never', '90')
    .option('--description <text>', 'what it is for')
  callsServer(create, 'robot create builder --project team').action(
    async (name: string, options: RemoteOptions & CreateOptions) =>
      (await import('./create.ts')).create(name, options),
  )
}
