import { availableParallelism, cpus } from 'node:os'

import { SYSTEMS, type Options, type System } from './options.ts'
import type { Round } from './round.ts'
import { median, spread, type Spread } from './statistics.ts'

export interface Report {
  readonly machine: {
    readonly cores: number
    readonly cpu: string
    readonly node: string
    readonly platform: string
  }
  readonly options: Options
  readonly databaseFolder: string
  readonly comparisons: readonly Comparison[]
  readonly rounds: readonly Round[]
}

/** The systems beside each other, with one number of connections. */
interface Comparison {
  readonly connections: number
  readonly systems: Readonly<Partial<Record<System, Summary>>>
  /** Bellbuoy's rate divided by the relay's, pair by pair; empty when only one of them ran. */
  readonly ratios: readonly number[]
  readonly ratio: Spread | null
}

/** The medians of a system's rounds; times in milliseconds. */
interface Summary {
  readonly deliveriesPerSecond: Spread
  readonly arrivalMs: Round['arrivalMs']
  readonly answerMs: Round['answerMs']
  readonly cpuSecondsPer1000: number
  readonly threadsPer1000: Round['threadsPer1000']
  readonly cores: Round['cores']
  readonly bodyBytes: number
  readonly refusals: number
}

/** Sums up the measured rounds, which come in the order in which they ran. */
export function summarize(options: Options, databaseFolder: string, rounds: readonly Round[]): Report {
  return {
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      platform: process.platform,
    },
    options,
    databaseFolder,
    comparisons: options.connections.map((connections) => comparisonOf(connections, options.systems, rounds)),
    rounds,
  }
}

function comparisonOf(connections: number, systems: readonly System[], rounds: readonly Round[]): Comparison {
  const of = (system: System): Round[] =>
    rounds.filter((round) => round.system === system && round.connections === connections)
  const relays = of('relay')
  const ratios = of('bellbuoy').flatMap((round, pair) => {
    const relay = relays[pair]
    return relay === undefined ? [] : [round.deliveriesPerSecond / relay.deliveriesPerSecond]
  })
  return {
    connections,
    systems: Object.fromEntries(systems.map((system) => [system, summaryOf(of(system))])),
    ratios,
    ratio: ratios.length === 0 ? null : spread(ratios),
  }
}

function summaryOf(rounds: readonly Round[]): Summary {
  const middle = (value: (round: Round) => number): number => median(rounds.map(value))
  return {
    deliveriesPerSecond: spread(rounds.map((round) => round.deliveriesPerSecond)),
    arrivalMs: { p50: middle((round) => round.arrivalMs.p50), p99: middle((round) => round.arrivalMs.p99) },
    answerMs: { p50: middle((round) => round.answerMs.p50), p99: middle((round) => round.answerMs.p99) },
    cpuSecondsPer1000: middle((round) => round.cpuSecondsPer1000),
    threadsPer1000: {
      main: middle((round) => round.threadsPer1000.main),
      writer: middle((round) => round.threadsPer1000.writer),
      others: middle((round) => round.threadsPer1000.others),
    },
    cores: {
      server: middle((round) => round.cores.server),
      load: middle((round) => round.cores.load),
      receiver: middle((round) => round.cores.receiver),
    },
    bodyBytes: middle((round) => round.bodyBytes),
    refusals: rounds.reduce((sum, round) => sum + round.refusals, 0),
  }
}

/** The report for people. */
export function reportText(report: Report): string {
  const { machine, options } = report
  return [
    `machine   ${String(machine.cores)} cores, ${machine.cpu}, ${machine.platform}, Node ${machine.node}`,
    `load      ${String(options.events)} notifications a round, of random ids and digests, to 1000 repositories`,
    `rounds    ${String(options.rounds)} of each, in turn, after one to warm up`,
    `database  one for all rounds, growing, in ${report.databaseFolder}`,
    ...report.comparisons.flatMap(comparisonLines),
  ].join('\n')
}

function comparisonLines(comparison: Comparison): readonly string[] {
  return [
    '',
    row(`${String(comparison.connections)} connections`, ['relay', 'bellbuoy']),
    ...FIGURES.map(([label, digits, value]) =>
      row(
        label,
        SYSTEMS.map((system) => figure(comparison.systems[system], value, digits)),
      ),
    ),
    ...ratioLines(comparison),
  ]
}

const FIGURES: readonly (readonly [string, number, (summary: Summary) => number])[] = [
  ['deliveries/s, median', 0, (summary) => summary.deliveriesPerSecond.median],
  ['              min', 0, (summary) => summary.deliveriesPerSecond.min],
  ['              max', 0, (summary) => summary.deliveriesPerSecond.max],
  ['sent to arrived, p50 ms', 1, (summary) => summary.arrivalMs.p50],
  ['                 p99 ms', 1, (summary) => summary.arrivalMs.p99],
  ['sent to answered, p50 ms', 1, (summary) => summary.answerMs.p50],
  ['                  p99 ms', 1, (summary) => summary.answerMs.p99],
  ['CPU seconds per 1000', 3, (summary) => summary.cpuSecondsPer1000],
  ['            main thread', 3, (summary) => summary.threadsPer1000.main],
  ['            SQLite writer', 3, (summary) => summary.threadsPer1000.writer],
  ['            others', 3, (summary) => summary.threadsPer1000.others],
  ['cores used: server', 2, (summary) => summary.cores.server],
  ['            load', 2, (summary) => summary.cores.load],
  ['            receiver', 2, (summary) => summary.cores.receiver],
  ['payload bytes', 0, (summary) => summary.bodyBytes],
  ['answers 503', 0, (summary) => summary.refusals],
]

function ratioLines({ ratio, ratios }: Comparison): string[] {
  if (ratio === null) return []
  const pairs = ratios.map((each) => each.toFixed(2)).join(' ')
  return [`ratio bellbuoy / relay: median ${ratio.median.toFixed(2)} (pairs: ${pairs})`]
}

function figure(summary: Summary | undefined, value: (summary: Summary) => number, digits: number): string {
  return summary === undefined ? '-' : value(summary).toFixed(digits)
}

function row(label: string, cells: readonly string[]): string {
  return label.padEnd(26) + cells.map((cell) => cell.padStart(12)).join('')
}
