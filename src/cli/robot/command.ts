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

const IN_PROJECT = ['-p, --project <name>', 'robot of this project (default: robot of the system)'] as const

/** Adds `bellbuoy robot` and what it can do. */
export function addRobotCommand(program: Command): void {
  const robot = program
    .command('robot')
    .description('list, create, rotate and delete robots, the accounts for programs')
  const list = robot
    .command('list')
    .description('list the robots of the system or of a project')
    .option(...IN_PROJECT)
  callsServer(list, 'robot list --project team').action(async (options: RemoteOptions & InProject) =>
    (await import('./list.ts')).list(options),
  )
  addCreate(robot)
  const rotate = robot
    .command('rotate')
    .description('give a robot a new secret, shown once; the old one stops working at once')
    .argument('<robot>', 'name of the robot, with or without robot$')
    .option(...IN_PROJECT)
    .option('-y, --yes', 'do not ask')
  callsServer(rotate, 'robot rotate builder --project team').action(
    async (name: string, options: RemoteOptions & Change) =>
      (await import('./rotate.ts')).rotate(name, options),
  )
  const remove = robot
    .command('delete')
    .description('delete a robot')
    .argument('<robot>', 'name of the robot, with or without robot$')
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
    .description('create a robot that can read webhooks and their history; its secret is shown once')
    .argument('<robot>', 'name of the robot, without robot$')
    .option(
      '-p, --project <name>',
      'project that owns the robot and limits its access (default: all projects)',
    )
    .option('--manage', 'the robot can also change webhooks')
    .option(
      '--permission <resource:action...>',
      'grant these permissions instead, such as notification-policy:read',
    )
    .option('--days <days>', 'days until the robot expires, or never', '90')
    .option('--description <text>', 'description of the robot')
  callsServer(create, 'robot create builder --project team').action(
    async (name: string, options: RemoteOptions & CreateOptions) =>
      (await import('./create.ts')).create(name, options),
  )
}
