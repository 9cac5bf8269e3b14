import type { Route } from '../../route.ts'
import { type LegacyHistoryParts, legacyHistoryRoutes } from './legacy-history.ts'
import { type LegacyPolicyParts, legacyPolicyRoutes } from './legacy-policies.ts'
import { legacyChecks } from './legacy-checks.ts'
import { type LegacyProjectParts, legacyProjectRoutes } from './legacy-projects.ts'
import { type LegacyTestParts, legacyTestRoutes } from './legacy-test.ts'

export type LegacyParts = LegacyProjectParts & LegacyPolicyParts & LegacyTestParts & LegacyHistoryParts

/** The webhook API of Harbor 1.10, and the lists by which its clients find a project, on the same store. Its errors have a shape of their own (`http/errors.ts`). */
export function legacyRoutes(given: LegacyParts): readonly Route[] {
  const parts = { ...given, checks: legacyChecks(given.checks) }
  return [
    legacyProjectRoutes(parts),
    legacyPolicyRoutes(parts),
    legacyTestRoutes(parts),
    legacyHistoryRoutes(parts),
  ].flat()
}
