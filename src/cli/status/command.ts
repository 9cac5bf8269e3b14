import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'

/** Adds `bellbuoy status`. */
export function addStatusCommand(program: Command): void {
  const status = program
    .command('status')
    .description('show how the server is, what needs a person first; exit code 1 when something does')
    .option('--project <name>', 'only what concerns this project')
  callsServer(status, 'status --project team').action(async (options: RemoteOptions & { project?: string }) =>
    (await import('./status.ts')).status(options),
  )
}
