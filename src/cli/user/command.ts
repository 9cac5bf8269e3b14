import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { CreateOptions } from './create.ts'
import type { ResetPasswordOptions } from './reset-password.ts'

/** Adds `bellbuoy user` and what it can do. */
export function addUserCommand(program: Command): void {
  const user = program.command('user').description('list, create, change and delete users')
  user
    .command('reset-password')
    .description(
      'reset the password of a user and end their sessions; run it on the machine of the server; prints the new password once',
    )
    .argument('<name>', 'user name, such as admin')
    .option('--password-stdin', 'read the new password from standard input instead of generating one')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .action(async (name: string, options: ResetPasswordOptions) =>
      (await import('./reset-password.ts')).resetPassword(name, options),
    )
  addReads(user)
  addChanges(user)
}

function addReads(user: Command): void {
  const list = user
    .command('list')
    .description('list the users')
    .option('--name <text>', 'only names that contain this text')
  callsServer(list, 'user list --name anna').action(async (options: RemoteOptions & { name?: string }) =>
    (await import('./list.ts')).list(options),
  )
  const show = user.command('show').description('show a user').argument('<name>', 'user name')
  callsServer(show, 'user show anna').action(async (name: string, options: RemoteOptions) =>
    (await import('./show.ts')).show(name, options),
  )
}

function addChanges(user: Command): void {
  const create = user
    .command('create')
    .description('create a user; without --password-stdin it generates a password and prints it once')
    .argument('<name>', 'user name')
    .requiredOption('--email <address>', 'e-mail address')
    .option('--full-name <name>', 'full name')
    .option('--password-stdin', 'read the password from standard input instead of generating one')
    .option('--admin', 'make the user a system admin')
  callsServer(create, 'user create anna --email anna@example.com').action(
    async (name: string, options: RemoteOptions & CreateOptions) =>
      (await import('./create.ts')).create(name, options),
  )
  const remove = user
    .command('delete')
    .description('delete a user and their memberships and sessions')
    .argument('<name>', 'user name')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'user delete anna').action(
    async (name: string, options: RemoteOptions & { yes?: boolean }) =>
      (await import('./delete.ts')).remove(name, options),
  )
  const setAdmin = user
    .command('set-admin')
    .description('make a user a system admin, or revoke it')
    .argument('<name>', 'user name')
    .option('--revoke', 'take the admin rights away')
  callsServer(setAdmin, 'user set-admin anna').action(
    async (name: string, options: RemoteOptions & { revoke?: boolean }) =>
      (await import('./set-admin.ts')).setAdmin(name, options),
  )
}
