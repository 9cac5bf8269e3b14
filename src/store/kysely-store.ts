import type { SecretBox } from '../domain/secret-box.ts'
import type { Store } from '../domain/store.ts'
import { createAccountCheck } from './account/account-check.ts'
import type { Connections } from './connections.ts'
import { createDeliveries } from './delivery/deliveries.ts'
import { createDeliveryControl } from './delivery/delivery-control.ts'
import { createDeliveryHistory } from './delivery/delivery-history.ts'
import { createLastTriggers } from './delivery/last-triggers.ts'
import { createEventHistory } from './event/event-history.ts'
import { createPastEvents } from './event/past-events.ts'
import { createRegistryKnowledge } from './event/registry-knowledge.ts'
import { createHourFigures } from './figures/hour-figures.ts'
import { createStatistics } from './figures/statistics.ts'
import { createAccessTokens } from './people/access-tokens.ts'
import { createAudit } from './people/audit.ts'
import { createDeviceLogins } from './people/device-logins.ts'
import { createMembers } from './people/members.ts'
import { createRobots } from './people/robots.ts'
import { createLoginTries } from './people/login-tries.ts'
import { createSessions } from './people/sessions.ts'
import { createUsers } from './people/users.ts'
import { createFailingPolicies } from './policy/failing-policies.ts'
import { createPolicies } from './policy/policies.ts'
import { policyHealthReader } from './policy/policy-health.ts'
import { rulesReader } from './policy/rules.ts'
import { createSettings } from './policy/settings.ts'
import { createSubscribers } from './policy/subscribers.ts'
import { createProblems } from './problem/problems.ts'
import { createProjects } from './project/projects.ts'
import { createQuotas } from './project/quotas.ts'
import { reseal } from './reseal.ts'
import { createLegalHolds } from './retention/legal-holds.ts'
import { createRevisions } from './revisions.ts'
import { rulesChanger } from './rules-revision.ts'
import { createScanJobs } from './scanning/scan-jobs.ts'
import { createScanSchedules } from './scanning/scan-schedules.ts'
import { createScanners } from './scanning/scanners.ts'
import { createKeptOut } from './source/kept-out.ts'
import { createSources } from './source/sources.ts'
import { createBreakers } from './target/breakers.ts'
import { createHolds } from './target/holds.ts'
import { createTargets } from './target/targets.ts'

type OfEachDatabase =
  | 'clock'
  | 'otherNodes'
  | 'connections'
  | 'duties'
  | 'queue'
  | 'retention'
  | 'writeFault'
  | 'onRulesChanged'
  | keyof AsyncDisposable

export interface KyselyStoreOptions {
  readonly secrets: SecretBox
  /** What the global switch is until someone sets it. */
  readonly notificationsInitiallyEnabled: boolean
  /** Hears of the revision that each change of the rules brought about. */
  readonly rulesChanged: (revision: number) => void
}

/** The store but for its queue and what processes have in common, for which each kind of database has its own way. */
export function createKyselyStore(
  connections: Connections,
  { secrets, notificationsInitiallyEnabled, rulesChanged }: KyselyStoreOptions,
): Omit<Store, OfEachDatabase> {
  const byKey: Connections = { ...connections, read: connections.lookUp }
  const ofCallers: Connections = { ...connections, ...connections.callers }
  const changeRules = rulesChanger(connections, rulesChanged)
  const settings = createSettings(byKey, changeRules, notificationsInitiallyEnabled)
  return {
    projects: createProjects(connections, changeRules),
    policies: createPolicies(connections, changeRules, secrets),
    policyHealth: policyHealthReader(connections),
    failingPolicies: createFailingPolicies(connections, changeRules),
    subscribers: createSubscribers(connections),
    targets: createTargets(connections, changeRules, secrets),
    holds: createHolds(connections, changeRules),
    breakers: createBreakers(byKey),
    legalHolds: createLegalHolds(connections),
    accountCheck: createAccountCheck(connections),
    deliveries: createDeliveries(connections),
    history: { ...createEventHistory(connections), ...createDeliveryHistory(connections) },
    statistics: createStatistics(connections),
    hourFigures: createHourFigures(connections),
    deliveryControl: createDeliveryControl(connections),
    pastEvents: createPastEvents(connections),
    registry: createRegistryKnowledge(connections),
    quotas: createQuotas(connections),
    lastTriggers: createLastTriggers(connections),
    settings,
    revisions: createRevisions(byKey),
    users: createUsers(ofCallers),
    members: createMembers(ofCallers),
    robots: createRobots(ofCallers),
    sessions: createSessions(ofCallers),
    accessTokens: createAccessTokens(ofCallers),
    deviceLogins: createDeviceLogins(ofCallers),
    loginTries: createLoginTries(ofCallers),
    audit: createAudit(connections),
    sources: createSources(byKey, changeRules, secrets),
    keptOut: createKeptOut(connections),
    scanners: createScanners(byKey, secrets),
    scanJobs: createScanJobs(connections),
    scanSchedules: createScanSchedules(connections),
    problems: createProblems(connections),
    rulesOf: rulesReader(byKey, settings.notificationsEnabled),
    repository: connections.ofEvents.repository,
    reseal: (box) => reseal(connections.write, secrets, box),
  }
}
