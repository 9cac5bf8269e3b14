import type { Scenario } from './scenario.ts'
import { fanOut } from './scenarios/fan-out.ts'
import { fixedRate } from './scenarios/fixed-rate.ts'
import { footprint } from './scenarios/footprint.ts'
import { growthRepositories } from './scenarios/growth-repositories.ts'
import { growthStored } from './scenarios/growth-stored.ts'
import { growthTags } from './scenarios/growth-tags.ts'
import { growthWaiting } from './scenarios/growth-waiting.ts'
import { isolation } from './scenarios/isolation.ts'
import { listen } from './scenarios/listen.ts'
import { manyPolicies } from './scenarios/many-policies.ts'
import { oneTargetScenario } from './scenarios/one-target.ts'
import { processes } from './scenarios/processes.ts'
import { removal } from './scenarios/removal.ts'
import { soak } from './scenarios/soak.ts'

/** In the order in which they run and are reported. */
export const SCENARIOS: readonly Scenario[] = [
  oneTargetScenario,
  processes,
  manyPolicies,
  fanOut,
  fixedRate,
  isolation,
  growthTags,
  growthRepositories,
  growthStored,
  growthWaiting,
  footprint,
  listen,
  removal,
  soak,
]
