import type { Store } from '../domain/store.ts'
import { configurationRoutes } from './handlers/configurations.ts'
import { executionRoutes } from './handlers/executions.ts'
import { type NotificationParts, notificationRoutes } from './handlers/notifications.ts'
import { policyRoutes } from './handlers/policies.ts'
import type { PolicyChecks } from './handlers/policy-draft.ts'
import { projectRoutes } from './handlers/projects.ts'
import type { Route } from './route.ts'

export interface RouteParts extends NotificationParts {
  readonly store: Store
  readonly checks: PolicyChecks
}

/** The route table: every path, and who may call it. */
export function routes(parts: RouteParts): readonly Route[] {
  const { projects, policies, deliveries, settings } = parts.store
  return [
    ...notificationRoutes(parts),
    ...projectRoutes(projects),
    ...policyRoutes(policies, parts.checks),
    ...executionRoutes(policies, deliveries),
    ...configurationRoutes(settings),
  ]
}
