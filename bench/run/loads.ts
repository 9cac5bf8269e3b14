import type { Shape } from '../processes/envelope.ts'
import type { PolicyPlan } from '../servers/bellbuoy-api.ts'
import { type Bench, targetUrl } from './bench.ts'
import type { RoundPlan } from './prepare-round.ts'

export const PROJECT = 'bench'
/** Its pushes go to a target that is down. */
export const DEAD_PROJECT = 'dead'

/** New tags in a thousand repositories. */
export const NEW_TAGS: Shape = { project: PROJECT, repositories: 1000, tags: null }

/** The same, for the dead target. */
export const DEAD_SHAPE: Shape = { project: DEAD_PROJECT, repositories: 1000, tags: null }

/** Of the scenarios that ask what a push costs: enough for the server to be busy. */
const COST_CONNECTIONS = 64

/** One policy that sends the pushes of the project to one target of the receiver. */
export function oneTarget(bench: Bench): PolicyPlan {
  return { project: PROJECT, targets: [targetUrl(bench)] }
}

/** One policy whose target refuses every connection: nothing listens on the port of tcpmux. */
export function deadTarget(): PolicyPlan {
  return { project: DEAD_PROJECT, targets: ['http://127.0.0.1:1/'] }
}

/** As fast as the answers come. */
export function fastest({ options }: Bench, connections = COST_CONNECTIONS, shape = NEW_TAGS): RoundPlan {
  return { shape, events: options.events, connections, eventsPerSecond: null }
}

/** At the fixed rate of the options. */
export function atRate({ options: { rate, seconds } }: Bench): RoundPlan {
  return { shape: NEW_TAGS, events: rate * seconds, connections: 256, eventsPerSecond: rate }
}
