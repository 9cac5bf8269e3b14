import type { Command } from 'commander'

/** Adds the commands that run a server, and ask how it is. */
export function addServerCommands(program: Command): void {
  program
    .command('serve')
    .description('take notifications in, deliver webhooks, serve the API')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .option('--no-deliver', 'leave the deliveries to other processes on the same database')
    .action(async (options: { config?: string; deliver: boolean }) =>
      (await import('./serve.ts')).serve(options),
    )

  program
    .command('worker')
    .description(
      'deliver what other processes on the same database take in; HOST and PORT serve /health and /metrics',
    )
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .action(async (options: { config?: string }) => (await import('./worker.ts')).worker(options))

  program
    .command('health')
    .description(
      'ask the server or worker that runs with these settings how it is; exit code 0 when it is healthy',
    )
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .action(async (options: { config?: string }) => (await import('./health.ts')).health(options))

  program
    .command('version')
    .description('print the version, its commit, the newest step of the tables, and the Node that it runs on')
    .option('--json', 'print them as JSON')
    .action(async (options: { json?: boolean }) => (await import('./version.ts')).version(options))
}
