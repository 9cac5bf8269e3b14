import type { SessionKeeper } from '../accounts/session-keeper.ts'
import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/dispatch.ts'
import type { ReadyMadeTemplate } from '../domain/payload-format.ts'
import type { ReadScanReport } from '../domain/scan-reading.ts'
import type { Source } from '../domain/source.ts'
import type { Store } from '../domain/store.ts'
import type { Rehearsal } from '../intake/rehearsal.ts'
import type { Replay } from '../intake/replay.ts'
import type { Access } from './access.ts'
import { auditLogRoutes } from './handlers/audit-logs.ts'
import type { ChartParts } from './handlers/charts/chart-event.ts'
import { chartRoutes } from './handlers/charts/chart-routes.ts'
import { type ShownSettings, configurationRoutes } from './handlers/configurations.ts'
import { currentUserRoutes } from './handlers/current-user.ts'
import { deliveryActionRoutes } from './handlers/delivery-actions.ts'
import { eventRoutes } from './handlers/events.ts'
import { executionRoutes } from './handlers/executions.ts'
import { filterDryRunRoutes } from './handlers/filter-dry-run.ts'
import { historyRoutes } from './handlers/history.ts'
import { jobRoutes } from './handlers/jobs.ts'
import { lastTriggerRoutes } from './handlers/last-triggers.ts'
import { legacyRoutes } from './handlers/legacy/legacy-routes.ts'
import { liveRoutes } from './handlers/live.ts'
import { loginRoutes } from './handlers/login.ts'
import { memberRoutes } from './handlers/members.ts'
import { oidcLoginRoutes } from './handlers/oidc-login.ts'
import { oidcOnboardRoutes } from './handlers/oidc-onboard.ts'
import { type NotificationParts, notificationRoutes } from './handlers/notifications.ts'
import { payloadPreviewRoutes } from './handlers/payload-preview.ts'
import { payloadCatalogueRoutes } from './handlers/payload-catalogue.ts'
import { policyRoutes } from './handlers/policies.ts'
import type { TargetChecks } from './handlers/target-draft.ts'
import { oneRobotRoutes } from './handlers/one-robot.ts'
import { createPolicyWriter } from './handlers/policy-response.ts'
import { oneSourceRoutes } from './handlers/one-source.ts'
import { oneProjectRoutes } from './handlers/one-project.ts'
import { createProjectWriter } from './handlers/project-response.ts'
import { projectScanningRoutes } from './handlers/project-scanning.ts'
import { projectSummaryRoute } from './handlers/project-summary.ts'
import { projectRoutes } from './handlers/projects.ts'
import { quotaRoutes } from './handlers/quotas.ts'
import { replayRoutes } from './handlers/replay.ts'
import { robotRoutes } from './handlers/robots.ts'
import { SCOPES } from './handlers/scope.ts'
import { type ScanParts, scanRoutes } from './handlers/scans.ts'
import { type ScannerParts, scannerRoutes } from './handlers/scanners.ts'
import { scanReportRoutes } from './handlers/scan-reports.ts'
import { sourceRoutes } from './handlers/sources.ts'
import { signingSecretRoutes } from './handlers/signing-secrets.ts'
import { statisticsRoutes } from './handlers/statistics.ts'
import { supportedEventRoutes } from './handlers/supported-events.ts'
import { systemRoutes } from './handlers/system.ts'
import { targetKindRoutes } from './handlers/target-kinds.ts'
import { targetTestRoutes } from './handlers/target-tests.ts'
import { targetRoutes } from './handlers/targets.ts'
import { userRoutes } from './handlers/users.ts'
import type { LiveStreams } from './live/live-streams.ts'
import type { OpenIdLogin } from './openid-login.ts'
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
  readonly openIdLogin: OpenIdLogin | null
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
    ...userRoutes(users, parts.openIdLogin?.settings.adminGroup ?? null),
    ...currentUserRoutes(store),
    ...robotRoutes({ robots: store.robots, projects, clock: parts.clock }),
    ...oneRobotRoutes({ robots: store.robots, projects, clock: parts.clock }),
    ...systemRoutes({ ...parts, settings, openIdName: parts.openIdLogin?.settings.name ?? null }),
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
