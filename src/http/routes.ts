import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/dispatch.ts'
import type { Store } from '../domain/store.ts'
import { auditLogRoutes } from './handlers/audit-logs.ts'
import { configurationRoutes } from './handlers/configurations.ts'
import { executionRoutes } from './handlers/executions.ts'
import { type NotificationParts, notificationRoutes } from './handlers/notifications.ts'
import { policyRoutes } from './handlers/policies.ts'
import type { PolicyChecks } from './handlers/policy-draft.ts'
import { createPolicyWriter } from './handlers/policy-response.ts'
import { projectRoutes } from './handlers/projects.ts'
import { targetRoutes } from './handlers/targets.ts'
import type { Route } from './route.ts'

export interface RouteParts extends NotificationParts {
  readonly store: Store
  readonly checks: PolicyChecks
  readonly dispatch: Dispatch
  readonly clock: Clock
  /** Whether those who may edit a policy read its `auth_header` back. */
  readonly authHeaderReadable: boolean
}

/** The route table: every path, and who may call it. */
export function routes(parts: RouteParts): readonly Route[] {
  const { projects, policies, deliveries, settings } = parts.store
  const write = createPolicyWriter(parts.store.targets, parts.authHeaderReadable)
  return [
    ...notificationRoutes(parts),
    ...projectRoutes(projects),
    ...policyRoutes({ policies, checks: parts.checks, write }),
    ...targetRoutes({ targets: parts.store.targets, dispatch: parts.dispatch, clock: parts.clock }),
    ...executionRoutes(policies, deliveries),
    ...configurationRoutes(settings),
    ...auditLogRoutes(parts.store.audit),
  ]
}
