import type { Clock } from './clock.ts'
import type { AccountCheck } from './delivery/account-check.ts'
import type { Deliveries } from './delivery/delivery.ts'
import type { DeliveryControl } from './delivery/delivery-control.ts'
import type { History, PastEvents } from './delivery/history.ts'
import type { Queue } from './delivery/queue.ts'
import type { LastTriggers } from './delivery/last-triggers.ts'
import type { Duties } from './duties.ts'
import type { HourFigures } from './figures/hour-figures.ts'
import type { StatisticsReader } from './figures/statistics.ts'
import type { OtherNodes } from './other-nodes.ts'
import type { AccessTokens } from './people/access-token.ts'
import type { Audit } from './people/audit.ts'
import type { DeviceLogins } from './people/device-login.ts'
import type { Members } from './people/member.ts'
import type { Robots } from './people/robot.ts'
import type { LoginTries } from './people/login-tries.ts'
import type { Sessions } from './people/session.ts'
import type { Users } from './people/user.ts'
import type { FailingPolicies } from './policy/failing-policies.ts'
import type { ReadPolicyHealth } from './problem/policy-health.ts'
import type { Policies, Targets } from './policy/policy.ts'
import type { Rules, Settings } from './policy/rules.ts'
import type { Subscribers } from './policy/subscribers.ts'
import type { Problems } from './problem/problems.ts'
import type { Projects } from './project.ts'
import type { Revisions } from './revision.ts'
import type { RegistryKnowledge } from './registry/registry-knowledge.ts'
import type { KeptOutAccount } from './registry/kept-out.ts'
import type { Sources } from './registry/source.ts'
import type { LegalHolds } from './retention/legal-hold.ts'
import type { Retention } from './retention/retention.ts'
import type { ScanSchedules } from './scanning/scan-schedule.ts'
import type { ScanJobs, Scanners } from './scanning/scanner.ts'
import type { SecretBox } from './secret-box.ts'
import type { Quotas } from './storage-quota.ts'
import type { Breakers } from './target/breakers.ts'
import type { Holds } from './target/hold.ts'

/** The connections of one pool to a database server. */
export interface PoolUse {
  /** What they are for. */
  readonly pool: string
  readonly inUse: number
  readonly idle: number
  /** Callers that wait for one. */
  readonly waiting: number
}

/** All that lasts. One implementation a database; `test/store/` is the suite that every one of them passes. */
export interface Store extends AsyncDisposable {
  /** Whatever is stored goes by this clock: one for all processes on a database. */
  readonly clock: Clock
  readonly otherNodes: OtherNodes
  /** The connections to the server, pool by pool; none of a database without a server. */
  readonly connections: () => readonly PoolUse[]
  readonly duties: Duties
  readonly queue: Queue
  readonly projects: Projects
  readonly policies: Policies
  readonly policyHealth: ReadPolicyHealth
  readonly failingPolicies: FailingPolicies
  readonly subscribers: Subscribers
  readonly targets: Targets
  readonly holds: Holds
  readonly breakers: Breakers
  readonly deliveries: Deliveries
  readonly retention: Retention
  readonly legalHolds: LegalHolds
  readonly accountCheck: AccountCheck
  readonly history: History
  readonly statistics: StatisticsReader
  readonly hourFigures: HourFigures
  readonly pastEvents: PastEvents
  readonly registry: RegistryKnowledge
  readonly quotas: Quotas
  readonly deliveryControl: DeliveryControl
  readonly lastTriggers: LastTriggers
  readonly settings: Settings
  readonly revisions: Revisions
  readonly users: Users
  readonly members: Members
  readonly robots: Robots
  readonly sessions: Sessions
  readonly accessTokens: AccessTokens
  readonly deviceLogins: DeviceLogins
  readonly loginTries: LoginTries
  readonly audit: Audit
  readonly sources: Sources
  readonly keptOut: KeptOutAccount
  readonly scanners: Scanners
  readonly scanJobs: ScanJobs
  readonly scanSchedules: ScanSchedules
  readonly problems: Problems
  /** What decides about the events of a project. */
  rulesOf: (projectName: string) => Promise<Rules>
  /** What is known of a repository, or null when it is new. */
  repository: (
    path: string,
  ) => Promise<{ readonly createdAtMs: number; readonly lastSequence: number } | null>
  /** Why nothing can be written just now, or null; finds out by writing. Never rejects. */
  writeFault: () => Promise<string | null>
  /** Seals every stored secret anew, in one transaction; answers how many. */
  reseal: (box: SecretBox) => Promise<number>
  /** Called after every change that grew the revision of the rules; after one of another process before anything is decided or leased by them, and within about a second. */
  onRulesChanged: (listener: () => void) => void
}
