import type { Route } from '../../route.ts'
import { type LegacyHistoryParts, legacyHistoryRoutes } from './legacy-history.ts'
import { legacyPolicyRoutes } from './legacy-policies.ts'
import { type LegacyTestParts, legacyTestRoute } from './legacy-test.ts'

/** The webhook API of Harbor 1.10, on the same store. Its errors have a shape of their own (`http/errors.ts`). */
export function legacyRoutes(parts: LegacyHistoryParts & LegacyTestParts): readonly Route[] {
  return [
    ...legacyPolicyRoutes(parts.policies, parts.checks),
    legacyTestRoute(parts),
    ...legacyHistoryRoutes(parts),
  ]
}
