import type { Route } from '../../route.ts'
import { type LegacyHistoryParts, legacyHistoryRoutes } from './legacy-history.ts'
import { type LegacyPolicyParts, legacyPolicyRoutes } from './legacy-policies.ts'
import { type LegacyTestParts, legacyTestRoutes } from './legacy-test.ts'

export type LegacyParts = LegacyPolicyParts & LegacyTestParts & LegacyHistoryParts

/** The webhook API of Harbor 1.10, on the same store. Its errors have a shape of their own (`http/errors.ts`). */
export function legacyRoutes(parts: LegacyParts): readonly Route[] {
  return [legacyPolicyRoutes(parts), legacyTestRoutes(parts), legacyHistoryRoutes(parts)].flat()
}
