import { parseArgs } from 'node:util'

import { PROCESS_CORES } from './run/figures.ts'
import { type System, SYSTEMS } from './servers/system.ts'

export interface Options {
  /** Names of scenarios; null for all. */
  readonly scenarios: readonly string[] | null
  readonly events: number
  /** Each is measured by itself. */
  readonly connections: readonly number[]
  readonly rounds: number
  /** Processes on one database, each number measured beside the others. */
  readonly processes: readonly number[]
  /** Events a second of the scenarios with a fixed rate, and how many seconds of them are a round. */
  readonly rate: number
  readonly seconds: number
  /** What the scenarios of growth compare little with. */
  readonly tags: number
  readonly repositories: number
  readonly stored: number
  readonly waiting: number
  /** Deliveries that wait for the dead target beside the healthy one. */
  readonly backlog: number
  /** Most of a great state is copied. */
  readonly copied: boolean
  /** `sqlite`, `postgres` for a server of the benchmark's own, or the URL of a PostgreSQL server. */
  readonly database: string
  readonly json: boolean
  readonly systems: readonly System[]
}

type Size =
  'events' | 'rounds' | 'rate' | 'seconds' | 'tags' | 'repositories' | 'stored' | 'waiting' | 'backlog'

/** In the short form, in the long one, and at the most. */
const SIZES: Readonly<Record<Size, readonly [short: number, long: number, max: number]>> = {
  events: [2000, 20_000, 1_000_000],
  rounds: [2, 5, 100],
  rate: [500, 500, 100_000],
  seconds: [3, 20, 3600],
  tags: [10_000, 100_000, 5_000_000],
  repositories: [10_000, 100_000, 5_000_000],
  stored: [10_000, 100_000, 5_000_000],
  waiting: [10_000, 100_000, 5_000_000],
  backlog: [2000, 20_000, 5_000_000],
}

const MOST_PROCESSES = PROCESS_CORES.length

const USAGE = `npm run bench -- [options] [scenario ...]
  --long            more and longer rounds, and greater sizes; takes about half an hour
  --scenarios NAMES those with these names, with commas between them; the same as the names alone
  --only SYSTEM     relay or bellbuoy alone
  --connections N   connections of the scenario one-target; several, with commas between them, are measured one
                    after the other (64,256)
  --processes N     processes on one PostgreSQL database, of the scenario processes; several, with commas between them,
                    are measured in turns (1,2,4)
  --copied          send a tenth of a state, at most 20000 events, and fill the rest by copies of their rows, which get
                    numbers, ids and digests of their own
  --database WHICH  sqlite, postgres for a PostgreSQL server of the benchmark's own, or the URL of one on which it may
                    create databases (sqlite)
  --json            one JSON document in place of the tables
and, with what the short and the long form take:
${Object.entries(SIZES)
  .map(([name, [short, long]]) => `  --${name} N`.padEnd(20) + `${String(short)}, ${String(long)}`)
  .join('\n')}`

/** What the command line takes. */
export function usage(scenarioNames: readonly string[]): string {
  return `${USAGE}\nscenarios: ${scenarioNames.join(', ')}`
}

/** Reads the command line; throws an Error that says what is wrong with it and how it should be. */
export function parseOptions(args: readonly string[], scenarioNames: readonly string[]): Options {
  try {
    return optionsFrom(args, scenarioNames)
  } catch (error) {
    throw new Error(usage(scenarioNames), { cause: error })
  }
}

function optionsFrom(args: readonly string[], scenarioNames: readonly string[]): Options {
  const sizeNames = Object.keys(SIZES) as Size[]
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...(Object.fromEntries(sizeNames.map((name) => [name, { type: 'string' }])) as Record<
        Size,
        { type: 'string' }
      >),
      long: { type: 'boolean', default: false },
      scenarios: { type: 'string' },
      connections: { type: 'string', default: '64,256' },
      processes: { type: 'string', default: '1,2,4' },
      only: { type: 'string' },
      copied: { type: 'boolean', default: false },
      database: { type: 'string', default: 'sqlite' },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.copied && values.database !== 'sqlite')
    throw new Error('--copied copies the rows of SQLite alone')
  const sizes = sizeNames.map((name) => {
    const [short, long, max] = SIZES[name]
    const given = values[name]
    return [name, given === undefined ? (values.long ? long : short) : count(name, given, max)]
  })
  return {
    ...(Object.fromEntries(sizes) as Record<Size, number>),
    scenarios: namesOf(positionals, values.scenarios, scenarioNames),
    connections: values.connections.split(',').map((each) => count('connections', each, 1000)),
    processes: values.processes.split(',').map((each) => count('processes', each, MOST_PROCESSES)),
    copied: values.copied,
    database: databaseOf(values.database),
    json: values.json,
    systems:
      values.only === undefined
        ? SYSTEMS
        : SYSTEMS.filter((system) => system === oneOf('only', values.only, SYSTEMS)),
  }
}

function namesOf(
  positionals: readonly string[],
  option: string | undefined,
  names: readonly string[],
): readonly string[] | null {
  const given = [...positionals, ...(option?.split(',') ?? [])]
  return given.length === 0 ? null : given.map((name) => oneOf('scenarios', name, names))
}

function databaseOf(text: string): string {
  return /^postgres(ql)?:\/\//.test(text) ? text : oneOf('database', text, ['sqlite', 'postgres'])
}

function oneOf(option: string, text: string | undefined, names: readonly string[]): string {
  if (text !== undefined && names.includes(text)) return text
  throw new Error(`--${option} takes ${names.join(', ')}, not ${String(text)}`)
}

function count(name: string, text: string, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new Error(`--${name} takes a whole number from 1 to ${String(max)}, not ${text}`)
}
