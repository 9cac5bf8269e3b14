import type { Command } from 'commander'
import type { LogInOptions } from './log-in.ts'
import type { LogOutOptions } from './log-out.ts'

/** Adds `bellbuoy login`, `logout` and `context`. */
export function addLogInCommands(program: Command): void {
  program
    .command('login')
    .description('log in to a server, and save an access token for later commands')
    .argument('<url>', 'address of the server, such as https://buoy.example.com')
    .option(
      '-u, --user <name>',
      'log in with the password of this user (default: in a browser, on any machine)',
    )
    .option('--password-stdin', 'read the password from standard input')
    .option('--name <name>', 'name for this log-in (default: the host of the server)')
    .option(
      '--days <number>',
      'days until the token expires, 1 to 366; a log-in in the browser lets you choose there',
      '30',
    )
    .option('--ca <file>', 'additional CA certificates to trust (PEM)')
    .option('--insecure', 'do not verify the TLS certificate of the server')
    .addHelpText('after', '\nExample:\n  bellbuoy login https://buoy.example.com')
    .action(async (url: string, options: LogInOptions) => (await import('./log-in.ts')).logIn(url, options))
  program
    .command('logout')
    .description('revoke the token of a log-in, and delete the log-in from this machine')
    .argument('[name]', 'name of the log-in (default: the current one)')
    .option(
      '--forget',
      'delete the log-in even if the server is unreachable; the token then stays valid until it expires',
    )
    .addHelpText('after', '\nExample:\n  bellbuoy logout buoy.example.com')
    .action(async (name: string | undefined, options: LogOutOptions) =>
      (await import('./log-out.ts')).logOut(name, options),
    )
  addContextCommand(program)
}

function addContextCommand(program: Command): void {
  const context = program.command('context').description('list log-ins, and choose the current one')
  context
    .command('list')
    .description('list the log-ins on this machine')
    .option('--json', 'print JSON, one object per line')
    .option('-q, --quiet', 'print only names, one per line')
    .addHelpText('after', '\nExample:\n  bellbuoy context list')
    .action(async (options: { json?: boolean; quiet?: boolean }) =>
      (await import('./contexts.ts')).list(options),
    )
  context
    .command('use')
    .description('choose the log-in for later commands')
    .argument('<name>', 'name of the log-in, as listed')
    .addHelpText('after', '\nExample:\n  bellbuoy context use buoy.example.com')
    .action(async (name: string) => (await import('./contexts.ts')).use(name))
}
