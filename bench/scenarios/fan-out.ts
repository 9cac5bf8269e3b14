import { besideRelay } from '../run/beside-relay.ts'
import { targetUrl } from '../run/bench.ts'
import { PROJECT, fastest } from '../run/loads.ts'
import type { Scenario } from '../scenario.ts'

const TARGETS = 10

export const fanOut: Scenario = {
  name: 'fan-out',
  about: 'how fast each event goes to ten targets',
  needs: [],
  run: (bench) => {
    const plan = fastest(bench)
    const targets = Array.from({ length: TARGETS }, (_, target) => targetUrl(bench, target))
    return besideRelay(bench, {
      // As many deliveries as the other scenarios have would take as long; a quarter is enough.
      loads: [{ title: 'Each event to 10 targets', plan: { ...plan, events: Math.ceil(plan.events / 4) } }],
      policies: [{ project: PROJECT, targets }],
      copies: TARGETS,
      by: 'deliveriesPerSecond',
    })
  },
}
