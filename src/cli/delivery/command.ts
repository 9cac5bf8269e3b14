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
    .description('look at deliveries and their attempts, send them again, stop them')
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
    .description('show a delivery with each attempt: request, response and reason')
    .argument('<number>', 'its number', numberGiven)
    .option('--payload', 'print only the payload')
  callsServer(inProject(show, ALL), 'delivery show 4711').action(
    async (id: number, options: RemoteOptions & ProjectOption & { payload?: boolean }) =>
      (await import('./show.ts')).show(id, options),
  )
  const redeliver = delivery.command('redeliver').description('send deliveries that have ended once more')
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
  const withFilter = filtersDeliveries(command.argument('[numbers...]', 'their numbers', numbersGiven, []))
    .option('--all-matching', 'act on all that match the filter')
    .option('--dry-run', 'only count them')
    .option('-y, --yes', 'do not ask')
  return callsServer(inProject(withFilter, ALL), example)
}

function filtersDeliveries(command: Command): Command {
  return filtersEvents(command)
    .option(
      '--state <states>',
      'only in this state: pending, running, success, error, stopped, expired; several, joined by commas',
      textGiven,
    )
    .option(
      '--policy <policy>',
      'only of this policy, by its name (with --project, else a global one) or number',
      textGiven,
    )
    .option('--target <target>', 'only to this target, by its number or a part of its address', textGiven)
    .option(
      '--code <codes>',
      'only with this last answer: 503, 5xx or timeout; several, joined by commas',
      textGiven,
    )
}
