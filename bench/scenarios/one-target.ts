import { besideRelay } from '../run/beside-relay.ts'
import { fastest, oneTarget } from '../run/loads.ts'
import type { Scenario } from '../scenario.ts'

export const oneTargetScenario: Scenario = {
  name: 'one-target',
  about: 'how fast all events go to one target, beside a bare relay',
  needs: [],
  run: (bench) =>
    besideRelay(bench, {
      loads: bench.options.connections.map((connections) => ({
        title: `One target, ${String(connections)} connections`,
        plan: fastest(bench, connections),
      })),
      policies: [oneTarget(bench)],
      copies: 1,
      by: 'deliveriesPerSecond',
    }),
}
