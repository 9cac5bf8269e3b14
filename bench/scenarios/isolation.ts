import { DEAD_SHAPE, atRate, deadTarget, oneTarget } from '../run/loads.ts'
import { compareStates } from '../run/two-states.ts'
import type { Scenario } from '../scenario.ts'

export const isolation: Scenario = {
  name: 'isolation',
  about: 'what a healthy target notices of a dead one for which deliveries wait',
  needs: ['bellbuoy'],
  run: async (bench) => {
    const { backlog, rate } = bench.options
    const plan = atRate(bench)
    const start = { policies: [oneTarget(bench), deadTarget()] }
    const section = await compareStates(bench, {
      title: `A healthy target at ${String(rate)} events a second, beside a dead one`,
      by: [{ of: 'arrivalP99Ms', as: 'ratio' }],
      states: [
        { name: 'none wait', start, fills: [], plan },
        {
          name: `${String(backlog)} wait`,
          start,
          fills: [{ shape: DEAD_SHAPE, events: backlog, arrives: false }],
          plan,
        },
      ],
    })
    return [section]
  },
}
