import type { Command } from 'commander'
import type { LogInOptions } from './log-in.ts'
import type { LogOutOptions } from './log-out.ts'

/** Adds `bellbuoy login`, `logout` and `context`. */
export function addLogInCommands(program: Command): void {
  program
    .command('login')
    .description('log in to a server: an access token of yours is kept for the commands that follow')
    .argument('<url>', 'where the server is: https://buoy.example.com')
    .option(
      '-u, --user <name>',
      'log in by the password of this user (default: by a browser, on any machine)',
    )
    .option('--password-stdin', 'read the password from standard input')
    .option('--name <name>', 'how the log-in is called here (default: the host of the server)')
    .option(
      '--days <number>',
      'days until the token expires, 1 to 366; in a browser the person chooses',
      '30',
    )
    .option('--ca <file>', 'certificates (PEM) that the server’s may be signed by, besides the usual ones')
    .option('--insecure', 'do not check the certificate of the server')
    .addHelpText('after', '\nExample:\n  bellbuoy login https://buoy.example.com')
    .action(async (url: string, options: LogInOptions) => (await import('./log-in.ts')).logIn(url, options))
  program
    .command('logout')
    .description('revoke the token of a log-in, and forget it')
    .argument('[name]', 'the log-in (default: the current one)')
    .option(
      '--forget',
      'forget it also when the server cannot be reached; the token lives on until it expires',
    )
    .addHelpText('after', '\nExample:\n  bellbuoy logout buoy.example.com')
    .action(async (name: string | undefined, options: LogOutOptions) =>
      (await import('./log-out.ts')).logOut(name, options),
    )
  addContextCommand(program)
}

function addContextCommand(program: Command): void {
  const context = program.command('context').description('look at log-ins, and choose the current one')
  context
    .command('list')
    .description('list the log-ins of this machine')
    .option('--json', 'print JSON, one object a line')
    .option('-q, --quiet', 'print only names, one a line')
    .addHelpText('after', '\nExample:\n  bellbuoy context list')
    .action(async (options: { json?: boolean; quiet?: boolean }) =>
      (await import('./contexts.ts')).list(options),
    )
  context
    .command('use')
    .description('choose the log-in of the commands that follow')
    .argument('<name>', 'one of those that are listed')
    .addHelpText('after', '\nExample:\n  bellbuoy context use buoy.example.com')
    .action(async (name: string) => (await import('./contexts.ts')).use(name))
}
