import type { Bench } from '../run/bench.ts'
import { NEW_TAGS, fastest, oneTarget } from '../run/loads.ts'
import { type State, compareStates } from '../run/two-states.ts'
import type { Scenario } from '../scenario.ts'

const FEW = 1000

/** Deliveries that arrived and are kept. */
function stateWith(bench: Bench, stored: number): State {
  return {
    name: `${String(stored)} stored`,
    start: { policies: [oneTarget(bench)] },
    fills: [{ shape: NEW_TAGS, events: stored, arrives: true }],
    plan: fastest(bench),
  }
}

export const growthStored: Scenario = {
  name: 'growth-stored',
  about: 'what a push costs with few deliveries stored and with many',
  needs: ['bellbuoy'],
  run: async (bench) => [
    await compareStates(bench, {
      title: 'Deliveries stored',
      by: [{ of: 'cpuSecondsPer1000', as: 'ratio' }],
      states: [stateWith(bench, FEW), stateWith(bench, bench.options.stored)],
    }),
  ],
}
