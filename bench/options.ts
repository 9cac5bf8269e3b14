import { parseArgs } from 'node:util'

export const SYSTEMS = ['relay', 'bellbuoy'] as const
export type System = (typeof SYSTEMS)[number]

export interface Options {
  readonly events: number
  /** Each is measured by itself. */
  readonly connections: readonly number[]
  readonly rounds: number
  readonly json: boolean
  readonly systems: readonly System[]
}

const USAGE = `npm run bench -- [options]
  --events N        notifications in a round (20000)
  --connections N   connections on which the registry posts, one notification at a time on each; several, with
                    commas between them, are measured one after the other (64,256)
  --rounds N        measured rounds of each system, after one to warm up (5)
  --only SYSTEM     relay or bellbuoy alone
  --json            one JSON document in place of the tables`

/** Reads the command line; throws an Error that says what is wrong with it and how it should be. */
export function parseOptions(args: readonly string[]): Options {
  try {
    return optionsFrom(args)
  } catch (error) {
    throw new Error(USAGE, { cause: error })
  }
}

function optionsFrom(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: '20000' },
      connections: { type: 'string', default: '64,256' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const systems = SYSTEMS.filter((system) => values.only === undefined || values.only === system)
  if (systems.length === 0) throw new Error(`--only takes one of ${SYSTEMS.join(', ')}`)
  return {
    events: count('events', values.events, 1_000_000),
    connections: values.connections.split(',').map((each) => count('connections', each, 1000)),
    rounds: count('rounds', values.rounds, 100),
    json: values.json,
    systems,
  }
}

function count(name: string, text: string, max: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new Error(`--${name} takes a whole number from 1 to ${String(max)}, not ${text}`)
}
