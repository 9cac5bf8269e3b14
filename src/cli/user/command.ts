import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { CreateOptions } from './create.ts'
import type { ResetPasswordOptions } from './reset-password.ts'

/** Adds `bellbuoy user` and what it can do. */
export function addUserCommand(program: Command): void {
  const user = program.command('user').description('look after users, also while the service runs')
  user
    .command('reset-password')
    .description(
      'give a user a new password and end their sessions, on the machine of the server; the new password is printed once',
    )
    .argument('<name>', 'the name that they log in with, such as admin')
    .option('--password-stdin', 'read the new password from standard input, and print none')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
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
    .option('--name <text>', 'only those with this text in their name')
  callsServer(list, 'user list --name anna').action(async (options: RemoteOptions & { name?: string }) =>
    (await import('./list.ts')).list(options),
  )
  const show = user.command('show').description('show a user').argument('<name>', 'that they log in with')
  callsServer(show, 'user show anna').action(async (name: string, options: RemoteOptions) =>
    (await import('./show.ts')).show(name, options),
  )
}

function addChanges(user: Command): void {
  const create = user
    .command('create')
    .description('create a user; without --password-stdin a new password is printed once')
    .argument('<name>', 'that they log in with')
    .requiredOption('--email <address>', 'their e-mail address')
    .option('--full-name <name>', 'their name in full')
    .option('--password-stdin', 'read the password from standard input, and print none')
    .option('--admin', 'make them a system admin')
  callsServer(create, 'user create anna --email anna@example.com').action(
    async (name: string, options: RemoteOptions & CreateOptions) =>
      (await import('./create.ts')).create(name, options),
  )
  const remove = user
    .command('delete')
    .description('delete a user with their memberships and sessions')
    .argument('<name>', 'that they log in with')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'user delete anna').action(
    async (name: string, options: RemoteOptions & { yes?: boolean }) =>
      (await import('./delete.ts')).remove(name, options),
  )
  const setAdmin = user
    .command('set-admin')
    .description('make a user a system admin, or no longer')
    .argument('<name>', 'that they log in with')
    .option('--revoke', 'they are no system admin any more')
  callsServer(setAdmin, 'user set-admin anna').action(
    async (name: string, options: RemoteOptions & { revoke?: boolean }) =>
      (await import('./set-admin.ts')).setAdmin(name, options),
  )
}
