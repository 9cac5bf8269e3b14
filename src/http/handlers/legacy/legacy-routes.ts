import type { Route } from '../../route.ts'
import type { TargetChecks } from '../target-draft.ts'
import { type LegacyHistoryParts, legacyHistoryRoutes } from './legacy-history.ts'
import { legacyPolicyRoutes } from './legacy-policies.ts'

/** The webhook API of Harbor 1.10, on the same store. Its errors have a shape of their own (`http/errors.ts`). */
export function legacyRoutes(
  parts: LegacyHistoryParts & { readonly checks: TargetChecks },
): readonly Route[] {
  return [...legacyPolicyRoutes(parts.policies, parts.checks), ...legacyHistoryRoutes(parts)]
}
