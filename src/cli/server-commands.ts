import type { Command } from 'commander'

/** Adds the commands that run a server, and ask how it is. */
export function addServerCommands(program: Command): void {
  program
    .command('serve')
    .description('run the server: receive notifications, deliver webhooks, serve API and console')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .option('--no-deliver', 'leave deliveries to other processes on the same database')
    .action(async (options: { config?: string; deliver: boolean }) =>
      (await import('./serve.ts')).serve(options),
    )

  program
    .command('worker')
    .description(
      'deliver the events that other processes on the same database accept; serves /health and /metrics at HOST and PORT',
    )
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .action(async (options: { config?: string }) => (await import('./worker.ts')).worker(options))

  program
    .command('health')
    .description('check the health of the server or worker with these settings; exit code 0 if it is healthy')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .action(async (options: { config?: string }) => (await import('./health.ts')).health(options))

  program
    .command('version')
    .description('print the version, its commit, the newest database migration, and the Node version')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => (await import('./version.ts')).version(options))
}
