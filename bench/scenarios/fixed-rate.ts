import { besideRelay } from '../run/beside-relay.ts'
import { atRate, oneTarget } from '../run/loads.ts'
import type { Scenario } from '../scenario.ts'

export const fixedRate: Scenario = {
  name: 'fixed-rate',
  about: 'how long an event takes when events come at a fixed rate, whether or not the server keeps up',
  needs: [],
  run: (bench) =>
    besideRelay(bench, {
      loads: [{ title: `${String(bench.options.rate)} events a second`, plan: atRate(bench) }],
      policies: [oneTarget(bench)],
      copies: 1,
      by: 'arrivalP99Ms',
    }),
}
