import type { SessionKeeper } from '../accounts/session-keeper.ts'
import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { ReadyMadeTemplate } from '../domain/delivery/payload-format.ts'
import type { ReadScanReport } from '../domain/scanning/scan-reading.ts'
import type { Source } from '../domain/registry/source.ts'
import type { Store } from '../domain/store.ts'
import type { Rehearsal } from '../intake/target-test.ts'
import type { Replay } from '../intake/replay.ts'
import type { Access } from './access.ts'
import { auditLogRoutes } from './handlers/people/audit-logs.ts'
import type { ChartParts } from './handlers/charts/chart-event.ts'
import { chartRoutes } from './handlers/charts/chart-routes.ts'
import { type ShownSettings, configurationRoutes } from './handlers/configurations.ts'
import { currentUserRoutes } from './handlers/people/current-user.ts'
import { deliveryActionRoutes } from './handlers/history/delivery-actions.ts'
import { eventRoutes } from './handlers/sources/events.ts'
import { executionRoutes } from './handlers/history/executions.ts'
import { filterDryRunRoutes } from './handlers/webhooks/filter-dry-run.ts'
import { historyRoutes } from './handlers/history/history.ts'
import { jobRoutes } from './handlers/history/jobs.ts'
import { lastTriggerRoutes } from './handlers/webhooks/last-triggers.ts'
import { legacyRoutes } from './handlers/legacy/legacy-routes.ts'
import { liveRoutes } from './handlers/history/live.ts'
import { loginRoutes } from './handlers/people/login.ts'
import { memberRoutes } from './handlers/projects/members.ts'
import { oidcLoginRoutes } from './handlers/people/oidc-login.ts'
import { oidcOnboardRoutes } from './handlers/people/oidc-onboard.ts'
import { type NotificationParts, notificationRoutes } from './handlers/sources/notifications.ts'
import { payloadPreviewRoutes } from './handlers/webhooks/payload-preview.ts'
import { payloadCatalogueRoutes } from './handlers/webhooks/payload-catalogue.ts'
import { policyRoutes } from './handlers/webhooks/policies.ts'
import type { TargetChecks } from './handlers/webhooks/target-draft.ts'
import { oneRobotRoutes } from './handlers/people/one-robot.ts'
import { createPolicyWriter } from './handlers/webhooks/policy-response.ts'
import { oneSourceRoutes } from './handlers/sources/one-source.ts'
import { oneProjectRoutes } from './handlers/projects/one-project.ts'
import { createProjectWriter } from './handlers/projects/project-response.ts'
import { projectScanningRoutes } from './handlers/scanning/project-scanning.ts'
import { projectSummaryRoute } from './handlers/projects/project-summary.ts'
import { projectRoutes } from './handlers/projects/projects.ts'
import { quotaRoutes } from './handlers/projects/quotas.ts'
import { replayRoutes } from './handlers/history/replay.ts'
import { robotRoutes } from './handlers/people/robots.ts'
import { SCOPES } from './handlers/scope.ts'
import { type ScanParts, scanRoutes } from './handlers/scanning/scans.ts'
import { type ScannerParts, scannerRoutes } from './handlers/scanning/scanners.ts'
import { scanReportRoutes } from './handlers/scanning/scan-reports.ts'
import { sourceRoutes } from './handlers/sources/sources.ts'
import { signingSecretRoutes } from './handlers/webhooks/signing-secrets.ts'
import { statisticsRoutes } from './handlers/history/statistics.ts'
import { supportedEventRoutes } from './handlers/webhooks/supported-events.ts'
import { systemRoutes } from './handlers/system.ts'
import { targetKindRoutes } from './handlers/webhooks/target-kinds.ts'
import { targetTestRoutes } from './handlers/webhooks/target-tests.ts'
import { targetRoutes } from './handlers/webhooks/targets.ts'
import { userRoutes } from './handlers/people/users.ts'
import type { LiveStreams } from './live/live-streams.ts'
import type { OidcLogin } from './oidc-login.ts'
import type { Route } from './route.ts'

export interface RouteParts
  extends
    NotificationParts,
    Omit<ScanParts, 'scanJobs'>,
    Pick<ScannerParts, 'metadataOf'>,
    Pick<ChartParts, 'chartRepository' | 'watchUpload'> {
  readonly readTrivyReport: ReadScanReport
  /** By kind, with their tokens. */
  readonly sourcesOfKind: (kind: string) => Promise<readonly Source[]>
  readonly store: Store
  readonly checks: TargetChecks
  readonly readyMadeTemplates: readonly ReadyMadeTemplate[]
  readonly dispatch: Dispatch
  readonly clock: Clock
  readonly replay: Replay
  readonly rehearsal: Rehearsal
  readonly access: Access
  readonly sessions: SessionKeeper
  readonly shownSettings: ShownSettings
  readonly version: string
  /** How others reach this server, or null when nobody said. */
  readonly externalUrl: string | null
  /** Whether those who may edit a policy read its `auth_header` back. */
  readonly authHeaderReadable: boolean
  /** Null where people log in with passwords only. */
  readonly oidcLogin: OidcLogin | null
  /** When a source last told this process something, or null. */
  readonly lastEventOf: (sourceId: number) => number | null
  readonly liveStreams: LiveStreams
}

/** The route table: every path, and who may call it. */
export function routes(parts: RouteParts): readonly Route[] {
  const { store } = parts
  const { projects, policies, deliveries, settings, members, users } = store
  const people = { projects, members, users, quotas: store.quotas, write: createProjectWriter(store) }
  const write = createPolicyWriter(store.targets, parts.authHeaderReadable)
  return [
    ...notificationRoutes(parts),
    ...eventRoutes({ ...parts, storedSources: store.sources, projects }),
    ...scanReportRoutes({ ...parts, storedSources: store.sources }),
    ...chartRoutes({ ...parts, storedSources: store.sources }),
    ...scannerRoutes({ ...parts, scanners: store.scanners }),
    ...projectScanningRoutes(store),
    ...scanRoutes({ ...parts, scanJobs: store.scanJobs }),
    ...sourceRoutes({ ...parts, storedSources: store.sources }),
    ...oneSourceRoutes({ ...parts, storedSources: store.sources }),
    ...loginRoutes({ ...parts, audit: store.audit }),
    ...oidcLoginRoutes({ ...parts, audit: store.audit, users }),
    ...oidcOnboardRoutes({ ...parts, audit: store.audit, users }),
    ...projectRoutes(people),
    ...oneProjectRoutes(people),
    projectSummaryRoute({ ...people, ...parts.shownSettings }),
    ...memberRoutes(members, users),
    ...userRoutes(users, parts.oidcLogin?.settings.adminGroup ?? null),
    ...currentUserRoutes(store),
    ...robotRoutes({ robots: store.robots, projects, clock: parts.clock }),
    ...oneRobotRoutes({ robots: store.robots, projects, clock: parts.clock }),
    ...systemRoutes({ ...parts, settings, oidcName: parts.oidcLogin?.settings.name ?? null }),
    ...SCOPES.flatMap((scope) => [
      ...policyRoutes({ policies, checks: parts.checks, write }, scope),
      ...executionRoutes(policies, deliveries, scope),
      ...historyRoutes(store, scope),
      ...liveRoutes(parts.liveStreams, scope),
      ...statisticsRoutes({ statistics: store.statistics, clock: parts.clock }, scope),
      ...lastTriggerRoutes(policies, store.lastTriggers, scope),
      ...supportedEventRoutes(parts.checks, scope),
      ...filterDryRunRoutes(store.pastEvents, scope),
      ...targetTestRoutes({ ...parts, targets: store.targets }, scope),
      ...payloadPreviewRoutes(parts, scope),
      ...replayRoutes({ policies, replay: parts.replay, clock: parts.clock }, scope),
      ...deliveryActionRoutes({ ...store, dispatch: parts.dispatch, clock: parts.clock }, scope),
    ]),
    ...payloadCatalogueRoutes({ ...parts.checks, readyMadeTemplates: parts.readyMadeTemplates }),
    ...jobRoutes(policies, deliveries),
    ...legacyRoutes({ ...parts, policies, deliveries, lastTriggers: store.lastTriggers }),
    ...targetKindRoutes(parts.checks),
    ...signingSecretRoutes(store.targets, parts.checks),
    ...targetRoutes({ targets: store.targets, dispatch: parts.dispatch, clock: parts.clock }),
    ...configurationRoutes(settings, parts.shownSettings),
    ...quotaRoutes(store.quotas, users),
    ...auditLogRoutes(store.audit),
  ]
}
