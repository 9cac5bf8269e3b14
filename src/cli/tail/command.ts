import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { TailOptions } from './tail.ts'

/** Adds `bellbuoy tail`. */
export function addTailCommand(program: Command): void {
  const tail = program
    .command('tail')
    .description('print events and deliveries as they happen, until Ctrl+C (exit code 130)')
    .option(
      '--since <time>',
      'start in the past: 30s, 10m, 2h or 7d ago, or at a time such as 2026-11-30T12:00:00Z',
    )
    .option('-p, --project <name>', 'only this project')
    .option('--type <type>', 'only this event type, such as PUSH_ARTIFACT')
    .option('--repository <path>', 'only this repository (full path)')
    .option('--state <states>', 'only deliveries in these states, separated by commas; no events')
    .option('--policy <policy>', 'only deliveries of this policy (number or name); no events')
  callsServer(tail, 'tail --since 10m --project team').action(async (options: RemoteOptions & TailOptions) =>
    (await import('./tail.ts')).tail(options),
  )
}
