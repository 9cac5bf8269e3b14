import type { Command } from 'commander'
import { numberGiven, numbersGiven, textGiven } from '../remote/arguments.ts'
import { filtersEvents } from '../remote/filter-options.ts'
import { type ProjectOption, inProject } from '../remote/project-option.ts'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { DeliveryFilterOptions } from './delivery-filter.ts'
import type { BulkOptions } from './on-deliveries.ts'

const ALL = 'all projects'

/** Adds `bellbuoy delivery` and what it can do. */
export function addDeliveryCommand(program: Command): void {
  const delivery = program
    .command('delivery')
    .description('show deliveries and their attempts, send them again, stop them')
  const list = filtersDeliveries(delivery.command('list').description('list the newest deliveries')).option(
    '-n, --limit <count>',
    'how many (default: 20)',
    numberGiven,
  )
  callsServer(inProject(list, ALL), 'delivery list --project team --state error --since 1d').action(
    async (options: RemoteOptions & ProjectOption & DeliveryFilterOptions & { limit?: number }) =>
      (await import('./list.ts')).list(options),
  )
  const show = delivery
    .command('show')
    .description('show a delivery and all its attempts: request, response and reason')
    .argument('<number>', 'number of the delivery', numberGiven)
    .option('--payload', 'print only the payload')
  callsServer(inProject(show, ALL), 'delivery show 4711').action(
    async (id: number, options: RemoteOptions & ProjectOption & { payload?: boolean }) =>
      (await import('./show.ts')).show(id, options),
  )
  const redeliver = delivery.command('redeliver').description('send ended deliveries again')
  actsOnDeliveries(redeliver, 'delivery redeliver --policy ci --state error --all-matching').action(
    async (ids: readonly number[], options: RemoteOptions & ProjectOption & BulkOptions) =>
      (await import('./redeliver.ts')).redeliver(ids, options),
  )
  const stop = delivery.command('stop').description('stop deliveries that have not ended')
  actsOnDeliveries(stop, 'delivery stop 4711 4712').action(
    async (ids: readonly number[], options: RemoteOptions & ProjectOption & BulkOptions) =>
      (await import('./stop.ts')).stop(ids, options),
  )
}

function actsOnDeliveries(command: Command, example: string): Command {
  const withFilter = filtersDeliveries(
    command.argument('[numbers...]', 'numbers of deliveries', numbersGiven, []),
  )
    .option('--all-matching', 'act on all deliveries that match the filter')
    .option('--dry-run', 'only count them; change nothing')
    .option('-y, --yes', 'do not ask')
  return callsServer(inProject(withFilter, ALL), example)
}

function filtersDeliveries(command: Command): Command {
  return filtersEvents(command)
    .option(
      '--state <states>',
      'only in these states, separated by commas: pending, running, success, error, stopped, expired',
      textGiven,
    )
    .option(
      '--policy <policy>',
      'only of this policy (number or name; a name without --project means a global policy)',
      textGiven,
    )
    .option('--target <target>', 'only to this target (number, or a part of its address)', textGiven)
    .option(
      '--code <codes>',
      'only with these last responses, separated by commas: 503, 5xx, timeout, …',
      textGiven,
    )
}
