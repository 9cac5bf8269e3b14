import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { AddOptions } from './add.ts'

interface Yes {
  readonly yes?: boolean
}

/** Adds `bellbuoy source` and what it can do. */
export function addSourceCommand(program: Command): void {
  const source = program
    .command('source')
    .description('list, add, rotate and delete sources, the systems that report events')
  const add = source
    .command('add')
    .description('add a source, and print the lines for its configuration; its token is shown once')
    .argument('<source>', 'name of the source: the last part of the address that it reports to')
    .option('--kind <kind>', 'kind of system: distribution, zot, harbor, generic, …', 'distribution')
    .option('--registry-host <host>', 'host (and port) that clients pull from')
    .option(
      '--setting <name=value...>',
      'setting of this kind of source; name=@FILE reads the value from a file (for secrets)',
    )
  callsServer(add, 'source add registry --registry-host registry.example.com').action(
    async (name: string, options: RemoteOptions & AddOptions) =>
      (await import('./add.ts')).add(name, options),
  )
  const list = source.command('list').description('list the sources and the time of their last event')
  callsServer(list, 'source list').action(async (options: RemoteOptions) =>
    (await import('./list.ts')).list(options),
  )
  const show = source
    .command('show')
    .description('show a source, its settings, and the entries that made no event, with the reason')
    .argument('<source>', 'name of the source')
  callsServer(show, 'source show registry').action(async (name: string, options: RemoteOptions) =>
    (await import('./show.ts')).show(name, options),
  )
  const rotate = source
    .command('rotate')
    .description('give a source a new token, shown once; the old one stops working at once')
    .argument('<source>', 'name of the source')
    .option('-y, --yes', 'do not ask')
  callsServer(rotate, 'source rotate registry').action(async (name: string, options: RemoteOptions & Yes) =>
    (await import('./rotate.ts')).rotate(name, options),
  )
  const remove = source
    .command('delete')
    .description('delete a source; its events stay')
    .argument('<source>', 'name of the source')
    .option('-y, --yes', 'do not ask')
  callsServer(remove, 'source delete registry').action(async (name: string, options: RemoteOptions & Yes) =>
    (await import('./delete.ts')).remove(name, options),
  )
}
