import type { Bench } from '../run/bench.ts'
import { PROJECT, fastest, oneTarget } from '../run/loads.ts'
import { type State, compareStates } from '../run/two-states.ts'
import type { Scenario } from '../scenario.ts'

const FEW = 10

/** One repository, each of whose tags was pushed once. */
function stateWith(bench: Bench, tags: number): State {
  const shape = { project: PROJECT, repositories: 1, tags }
  return {
    name: `${String(tags)} tags`,
    start: { policies: [oneTarget(bench)] },
    fills: [{ shape, events: tags, arrives: true }],
    plan: fastest(bench, undefined, shape),
  }
}

export const growthTags: Scenario = {
  name: 'growth-tags',
  about: 'what a push costs in a repository with few tags and with many',
  needs: ['bellbuoy'],
  run: async (bench) => [
    await compareStates(bench, {
      title: 'Tags in one repository',
      by: [{ of: 'cpuSecondsPer1000', as: 'ratio' }],
      states: [stateWith(bench, FEW), stateWith(bench, bench.options.tags)],
    }),
  ],
}
