import type { Bench } from '../run/bench.ts'
import { DEAD_PROJECT, DEAD_SHAPE, deadTarget, fastest, oneTarget } from '../run/loads.ts'
import { type State, compareStates } from '../run/two-states.ts'
import type { Scenario } from '../scenario.ts'

/** Both get the same events; in one state they wait for a dead target, in the other no policy wants them. */
function states(bench: Bench): readonly [State, State] {
  const { waiting } = bench.options
  const shared = {
    fills: [{ shape: DEAD_SHAPE, events: waiting, arrives: false }],
    plan: fastest(bench),
  }
  const [healthy, dead] = [oneTarget(bench), deadTarget()]
  return [
    {
      name: 'none wait',
      start: { policies: [healthy], otherProjects: [DEAD_PROJECT], isInspected: true },
      ...shared,
    },
    { name: `${String(waiting)} wait`, start: { policies: [healthy, dead], isInspected: true }, ...shared },
  ]
}

export const growthWaiting: Scenario = {
  name: 'growth-waiting',
  about: 'what a push costs, and what memory the server has, while deliveries wait for a dead target',
  needs: ['bellbuoy'],
  run: async (bench) => [
    await compareStates(bench, {
      title: 'Deliveries waiting',
      by: [
        { of: 'cpuSecondsPer1000', as: 'ratio' },
        { of: 'liveHeapMib', as: 'difference' },
        { of: 'collectedMib', as: 'difference' },
        { of: 'residentMib', as: 'difference' },
      ],
      states: states(bench),
    }),
  ],
}
