import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'

/** Adds `bellbuoy status`. */
export function addStatusCommand(program: Command): void {
  const status = program
    .command('status')
    .description('show the state of the server, problems first; exit code 1 if there are open problems')
    .option('-p, --project <name>', 'only this project')
  callsServer(status, 'status --project team').action(async (options: RemoteOptions & { project?: string }) =>
    (await import('./status.ts')).status(options),
  )
}
