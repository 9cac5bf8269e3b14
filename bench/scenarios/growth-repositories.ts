import type { Bench } from '../run/bench.ts'
import { PROJECT, fastest, oneTarget } from '../run/loads.ts'
import { type State, compareStates } from '../run/two-states.ts'
import type { Scenario } from '../scenario.ts'

const FEW = 10

/** Repositories to each of which was pushed once. */
function stateWith(bench: Bench, repositories: number): State {
  const shape = { project: PROJECT, repositories, tags: null }
  return {
    name: `${String(repositories)} repos`,
    start: { policies: [oneTarget(bench)] },
    fills: [{ shape, events: repositories, arrives: true }],
    plan: fastest(bench, undefined, shape),
  }
}

export const growthRepositories: Scenario = {
  name: 'growth-repositories',
  about: 'what a push costs in a project with few repositories and with many',
  needs: ['bellbuoy'],
  run: async (bench) => [
    await compareStates(bench, {
      title: 'Repositories in one project',
      by: [{ of: 'cpuSecondsPer1000', as: 'ratio' }],
      states: [stateWith(bench, FEW), stateWith(bench, bench.options.repositories)],
    }),
  ],
}
