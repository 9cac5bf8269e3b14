import { besideRelay } from '../run/beside-relay.ts'
import { type Bench, targetUrl } from '../run/bench.ts'
import { NEW_TAGS, PROJECT, fastest } from '../run/loads.ts'
import type { Scenario } from '../scenario.ts'
import type { PolicyPlan } from '../servers/bellbuoy-api.ts'

const POLICIES = 100
const TARGETS = 50
const CONNECTIONS = 64

/** Each wants ten of the thousand repositories, so all policies are asked about an event, and one wants it. */
function policies(bench: Bench): readonly PolicyPlan[] {
  return Array.from({ length: POLICIES }, (_, number) => ({
    project: PROJECT,
    repositories: `app-${number.toString().padStart(6, '0')}?`,
    targets: [targetUrl(bench, number % TARGETS)],
  }))
}

export const manyPolicies: Scenario = {
  name: 'many-policies',
  about: 'how fast events go to 50 targets by 100 policies, all of which are asked about each',
  needs: [],
  run: (bench) =>
    besideRelay(bench, {
      loads: [{ title: '100 policies on 50 targets', plan: fastest(bench, CONNECTIONS, NEW_TAGS) }],
      policies: policies(bench),
      copies: 1,
      by: 'deliveriesPerSecond',
    }),
}
