import type { Command } from 'commander'
import type { ResetPasswordOptions } from './reset-password.ts'

/** Adds `bellbuoy user` and what it can do. */
export function addUserCommand(program: Command): void {
  const user = program.command('user').description('look after users, also while the service runs')
  user
    .command('reset-password')
    .description('give a user a new password and end their sessions; the new password is printed once')
    .argument('<name>', 'the name that they log in with, such as admin')
    .option('--password-stdin', 'read the new password from standard input, and print none')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .action(async (name: string, options: ResetPasswordOptions) =>
      (await import('./reset-password.ts')).resetPassword(name, options),
    )
}
